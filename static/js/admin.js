// The administration brings its own htmx; the content policy forbids the style element that it would add.
window.htmx.config.includeIndicatorStyles = false;
