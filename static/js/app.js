/* What every page needs. Each module finds its own elements by a data-attribute and does nothing without them. */
import "./zone.js";
import { watch } from "./watch.js";
import { countCharacters } from "./counter.js";
import { showPassword } from "./password.js";
import { openDialogs } from "./dialogs.js";
import { closeToasts } from "./toasts.js";
import { closeMenus } from "./menus.js";
import { showCurrentTab } from "./tabs.js";
import { previewFile } from "./files.js";
import { pickHs } from "./hs.js";
import { keepPlace } from "./swaps.js";
import { rankTimes } from "./asking.js";
import { keepFresh } from "./live.js";
import { searchChoices } from "./choices.js";

keepPlace();
watch("[data-ask]", rankTimes);
watch("[data-live]", keepFresh);
watch("[data-counter]", countCharacters);
watch("[data-show-password]", showPassword);
watch("[data-open-dialog]", openDialogs);
watch("[data-toast-close]", closeToasts);
watch("[data-menu]", closeMenus);
watch(".tabs [aria-current]", showCurrentTab);
watch("[data-preview]", previewFile);
watch("[data-hs-picker]", pickHs);
watch("[data-choices]", searchChoices);
watch("[data-focus]:not([data-still] *)", (element) => element.focus());
