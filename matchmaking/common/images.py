"""Pictures from outside, drawn anew so that nothing of the sender's file is passed on but what can be seen."""

from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
MAX_PIXELS = 50_000_000  # more than any telephone's camera; decoded it takes 200 MB
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # wherever else a picture is opened, this is the limit too

_SRGB = ImageCms.createProfile("sRGB")


def redraw(file: IO[bytes], *, bound: int) -> bytes:
    """The picture as WebP: its first frame, upright, no side longer than `bound`, transparency kept, no metadata."""
    unreadable = ValidationError(
        _("This is not a picture that we can read. Choose a JPEG, PNG, WebP or GIF file."), code="not_an_image"
    )
    try:
        with Image.open(file, formats=FORMATS) as image:
            _check_pixels(image)
            return _redrawn(image, bound=bound)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except ValidationError:
        raise
    except Exception as error:
        # Decoders fail on hostile bytes in more ways than they document; whatever it is, this is no picture for us.
        raise unreadable from error


def _redrawn(image: Image.Image, *, bound: int) -> bytes:
    profile = image.info.get("icc_profile")
    image.thumbnail((bound, bound))  # decodes, a JPEG at a fraction of its size already
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    if profile and upright.mode in ("RGB", "CMYK"):
        upright = _in_srgb(upright, profile)
    out = BytesIO()
    # A picture without `info`: the encoder writes what it finds there, EXIF, XMP and colour profile included.
    plain = upright.convert(mode)
    plain.info.clear()
    plain.save(out, "WEBP", quality=85, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return out.getvalue()


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture with the colours that its profile means; as it is where the profile is nonsense."""
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.ImageCmsProfile(_SRGB), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _check_pixels(image: Image.Image) -> None:
    """Asked of the header alone: a few bytes may announce a picture that fills the memory."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has too many pixels. Choose one of at most %(millions)d million."),
        params={"millions": MAX_PIXELS // 1_000_000},
        code="too_many_pixels",
    )
