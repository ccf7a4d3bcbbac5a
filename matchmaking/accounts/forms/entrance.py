"""allauth's forms with our words: what they do is allauth's, how they speak is ours."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as elsewhere
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 254
PASSWORD_HELP = _("At least ten characters; neither a common password nor one that is like your name.")
APP_CODE_HELP = _("Six digits from your authenticator app, or one of your recovery codes.")

# What each field is called, and what stands below it.
WORDS: dict[str, tuple[Any, Any]] = {
    "email": (_("E-mail address"), ""),
    "login": (_("E-mail address"), ""),
    "password": (_("Password"), ""),
    "oldpassword": (_("Password until now"), ""),
    "password1": (_("New password"), PASSWORD_HELP),
    "code": (_("Code"), ""),
    "name": (_("Name"), ""),
}


class Spoken:
    """Names the fields in our words, without the placeholders that repeat them."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "email":  # allauth would cut off what the column cannot hold
                field.validators.append(MaxLengthValidator(LONGEST_ADDRESS))
            if name in WORDS:
                field.label, field.help_text = self.words.get(name) or WORDS[name]
        fields.pop("password2", None)  # one may look at what one types, so nobody has to type it twice


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that the database says was broken."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


class NameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(max_length=120, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return " ".join(str(super().clean(value)).split())


class SignUp(Spoken, account.SignupForm):  # type: ignore[misc]
    """Two fields, so that a newcomer is inside in a minute. He sets a password when he wants one."""

    words = {"name": (_("Name"), _("As the people you meet should read it."))}
    name = NameField()
    field_order = ["name", "email"]
    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]

    def try_save(self, request: HttpRequest) -> Any:
        """Who comes second with the same address, in the same moment, is answered as if he had come later."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError as error:
                if constraint_of(error) != "one_account_per_address":
                    raise
                self.account_already_exists = True
        return super().try_save(request)


class SignUpFromElsewhere(Spoken, elsewhere.SignupForm):  # type: ignore[misc]
    words = SignUp.words
    name = NameField()
    field_order = ["name", "email"]


class SignIn(Spoken, account.LoginForm):  # type: ignore[misc]
    pass


class RequestCode(Spoken, account.RequestLoginCodeForm):  # type: ignore[misc]
    pass


class CodeWords(Spoken):
    """Letters as they stand in the mail; a telephone offers the code by itself."""

    words = {"code": (_("Code"), _("As it stands in the mail, for example BCDF-GHJK."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class EnterSignInCode(CodeWords, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class EnterAddressCode(CodeWords, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class EnterResetCode(CodeWords, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    pass


class ResetPassword(Spoken, account.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPassword(Spoken, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePassword(Spoken, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPassword(Spoken, account.SetPasswordForm):  # type: ignore[misc]
    pass


class ChangeAddress(Spoken, account.AddEmailForm):  # type: ignore[misc]
    words = {"email": (_("New e-mail address"), _("We send a code there; the old address stays until you type it."))}


class ConfirmPassword(Spoken, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class SecondFactor(Spoken, second_factor.AuthenticateForm):  # type: ignore[misc]
    words = {"code": (_("Code"), APP_CODE_HELP)}


class ConfirmSecondFactor(Spoken, second_factor.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": (_("Code"), APP_CODE_HELP)}


class ActivateApp(Spoken, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (_("Code"), _("The six digits that the app shows now."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


PASSKEY_NAME = (_("Name of the passkey"), _("To tell it from others, for example “Laptop”."))


class AddPasskey(Spoken, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey opens the account alone unless its owner wants it as a second factor only."""

    words = {"name": PASSKEY_NAME}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with this passkey alone")
        self.fields["passwordless"].help_text = _(
            "Your device then asks for a finger, a face or a PIN. Otherwise it comes after your password or code."
        )


class RenamePasskey(Spoken, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": PASSKEY_NAME}
