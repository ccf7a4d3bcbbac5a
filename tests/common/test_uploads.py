"""What comes in as a picture or a document is judged by its content; the tests make the hostile ones themselves."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory, override_settings
from PIL import Image, ImageCms

from matchmaking.common.documents import SUFFIXES
from matchmaking.common.uploads import (
    MB,
    CappedUploadHandler,
    CleanDocumentField,
    CleanImageField,
    RefusedUpload,
    forget_file,
)
from tests import make

OOXML = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": ("word/document.xml", f"{OOXML}wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", f"{OOXML}spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", f"{OOXML}presentationml.presentation"),
}
ODF = "application/vnd.oasis.opendocument."


def picture(form="PNG", size=(40, 20), mode="RGB", colour=(200, 30, 30), **save):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, form, **save)
    return out.getvalue()


def archive(members, *, comment=b""):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
        zipped.comment = comment
    return out.getvalue()


def ooxml(kind, **more):
    part, media_type = MAIN_PARTS[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{media_type}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": types, part: "<x/>"} | more)


def odf(kind, **more):
    return archive({"mimetype": ODF + kind, "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"} | more)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"


def clean(content, name="file.png", field=None):
    return (field or CleanImageField(bound=512)).clean(SimpleUploadedFile(name, content))


def read(content, name="file.pdf"):
    return clean(content, name, CleanDocumentField())


def refusal(content, name="file.png", field=None):
    with pytest.raises(forms.ValidationError) as caught:
        clean(content, name, field)
    return caught.value.code


def document_refusal(content, name="file.pdf"):
    return refusal(content, name, CleanDocumentField())


# Pictures ----------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_webp_within_its_bound(form):
    file = clean(picture(form, size=(2000, 1000)), "Holiday.whatever")
    with Image.open(file) as image:
        assert (file.name, image.format, image.size) == ("image.webp", "WEBP", (512, 256))


def test_a_small_picture_is_not_enlarged():
    with Image.open(clean(picture(size=(30, 40)))) as image:
        assert image.size == (30, 40)


def test_a_picture_is_turned_upright_and_its_metadata_is_dropped():
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90 degrees
    exif[0x010F] = "A telephone"
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    content = picture("JPEG", size=(60, 20), exif=exif, comment=b"my secret")
    content_of = clean(content).read()
    with Image.open(BytesIO(content_of)) as image:
        assert image.size == (20, 60)
        assert dict(image.getexif()) == {}
    assert not any(word in content_of for word in (b"telephone", b"secret", b"EXIF", b"XMP", b"ICCP"))


def test_a_colour_profile_is_applied_then_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(clean(picture(icc_profile=profile))) as image:
        assert "icc_profile" not in image.info
        assert image.convert("RGB").getpixel((5, 5)) == pytest.approx((200, 30, 30), abs=6)


def test_a_nonsense_colour_profile_does_no_harm():
    assert clean(picture(icc_profile=b"nonsense"))


def test_a_cmyk_picture_is_shown_in_rgb():
    with Image.open(clean(picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0)))) as image:
        assert image.mode == "RGB"


def test_transparency_is_kept():
    with Image.open(clean(picture(mode="RGBA", colour=(0, 0, 0, 0)))) as image:
        assert image.convert("RGBA").getpixel((5, 5))[3] == 0


def test_of_an_animation_the_first_frame_is_kept():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(clean(out.getvalue())) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.convert("RGB").getpixel((10, 10))[0] > 200


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [SVG, b"<!doctype html><script>alert(1)</script>", PDF, b"GIF89a", picture()[:60], picture("TIFF"), b"\0" * 500],
    ids=["svg", "html", "pdf", "only a signature", "cut off", "a kind we do not take", "nuls"],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content):
    assert refusal(content) == "not_an_image"


def test_a_truncated_jpeg_is_refused():
    whole = picture("JPEG", size=(400, 400))
    assert refusal(whole[: len(whole) // 2]) == "not_an_image"


def test_an_empty_file_is_refused():
    assert refusal(b"") == "empty"


def bomb(width, height):
    """A PNG of few bytes whose header announces so many pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_100, 9_000, 60_000])
def test_a_decompression_bomb_is_refused_by_its_header(side):
    assert refusal(bomb(side, side)) == "too_many_pixels"


def test_a_picture_over_eight_megabytes_is_refused():
    with pytest.raises(forms.ValidationError) as caught:
        clean(picture() + b"\0" * 8 * MB)
    assert caught.value.messages == ["This file is too large. Choose one of at most 8.0\xa0MB."]


# Documents ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(PDF, "pdf")]
    + [(ooxml(kind), kind) for kind in MAIN_PARTS]
    + [(odf("text"), "odt"), (odf("spreadsheet"), "ods"), (odf("presentation"), "odp")],
)
def test_a_document_is_what_its_content_is(content, suffix):
    file = read(content, "Prices 2030.exe")
    assert (SUFFIXES[file.content_type], file.name) == (suffix, f"Prices 2030.{suffix}")
    assert file.read() == content


@pytest.mark.parametrize(("name", "media_type"), [("a.txt", "text/plain"), ("a.CSV", "text/csv")])
def test_text_in_utf_8_is_taken(name, media_type):
    assert read("prix;价格;السعر\n".encode(), name).content_type == media_type


@pytest.mark.parametrize(
    "content", ["prix élevé".encode("latin-1"), b"a\0b", "价格".encode("utf-16"), "é".encode()[:1]]
)
def test_what_is_no_utf_8_is_refused(content):
    assert document_refusal(content, "a.csv") == "not_text"


@pytest.mark.parametrize("content", [SVG, picture(), b"MZ\x90\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_other_kinds_are_refused(content):
    assert document_refusal(content) == "not_a_document"


def renamed(content):
    """The archive with its main part's type missing from the list of parts."""
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": content})


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and no more",
        ooxml("docx")[:-30],
        b"PK\x03\x04",
        archive({"readme.txt": "just an archive"}),
        renamed("<x/>"),
        archive({"mimetype": "application/java-archive", "content.xml": "", "META-INF/manifest.xml": ""}),
        archive({"mimetype": ODF + "text"}),
        archive({"[Content_Types].xml": "", "word/document.xml": "", "xl/workbook.xml": ""}),
        archive({"mimetype": ODF + "text", "content.xml": "", "META-INF/manifest.xml": ""}, comment=b"made by hand"),
        archive({"mimetype": b"\xff\xfe", "content.xml": "", "META-INF/manifest.xml": ""}),
    ],
)
def test_a_document_without_its_structure_is_refused(content):
    assert document_refusal(content) == "document_is_damaged"


@pytest.mark.parametrize(
    "content",
    [
        ooxml("docx", **{"word/vbaProject.bin": b"\0"}),
        archive(
            {
                "[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                "xl/workbook.xml": "<x/>",
            }
        ),
        odf("text", **{"Basic/Standard/Module1.xml": "<x/>"}),
    ],
)
def test_macros_are_refused(content):
    assert document_refusal(content, "a.docx") == "document_has_macros"


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("matchmaking.common.documents.MAX_UNPACKED", MB)
    assert document_refusal(ooxml("docx", **{"word/media.bin": b"\0" * 2 * MB})) == "document_is_a_bomb"


def test_an_archive_of_too_many_members_is_refused(monkeypatch):
    monkeypatch.setattr("matchmaking.common.documents.MAX_ENTRIES", 10)
    assert document_refusal(ooxml("docx", **{f"{n}": "" for n in range(10)})) == "document_is_a_bomb"


def test_an_archive_that_lies_about_its_number_of_members_is_refused(monkeypatch):
    monkeypatch.setattr("matchmaking.common.documents.MAX_ENTRIES", 10)
    content = bytearray(ooxml("docx", **{f"{n}": "" for n in range(10)}))
    struct.pack_into("<2H", content, len(content) - 14, 3, 3)
    assert document_refusal(bytes(content)) == "document_is_a_bomb"


def test_a_locked_document_is_refused():
    content = bytearray(ooxml("docx"))
    content[content.index(b"PK\x01\x02") + 8] |= 1  # in the table of contents: the member is encrypted
    assert document_refusal(bytes(content)) == "document_is_locked"


# On the way in ----------------------------------------------------------------


def posted(content):
    upload = SimpleUploadedFile("big.png", content)
    return RequestFactory().post("/", {"name": "Kept", "logo": upload})


def test_a_file_over_the_cap_is_dropped_and_the_rest_of_the_form_stays():
    request = posted(b"\0" * 60 * MB)
    file = request.FILES["logo"]
    assert (request.POST["name"], type(file), file.size, file.read()) == ("Kept", RefusedUpload, 0, b"")
    with pytest.raises(forms.ValidationError, match="too large"):
        CleanImageField(bound=512).clean(file)
    with pytest.raises(forms.ValidationError, match="empty"):
        forms.FileField().clean(file)


def test_a_file_under_the_cap_comes_through_the_disk():
    content = b"x" * 5 * MB
    file = posted(content).FILES["logo"]
    with file:
        assert (file.size, hasattr(file, "temporary_file_path"), file.read()) == (5 * MB, True, content)


@override_settings(UPLOAD_MAX_REQUEST_SIZE=3 * MB)
def test_a_request_over_the_limit_is_not_read():
    request = posted(b"\0" * 4 * MB)
    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018  # reading the form is the deed


def test_an_interrupted_upload_leaves_nothing_on_the_disk():
    handler = CappedUploadHandler()
    handler.new_file("logo", "a.png", "image/png", None)
    path = handler.file.temporary_file_path()
    handler.receive_data_chunk(b"x", 0)
    handler.upload_interrupted()
    assert not Path(path).exists()


# When a file is replaced ----------------------------------------------------------------


def stored(name):
    company = make.company()
    company.logo.save(name, clean(picture()), save=True)
    return company.logo


@pytest.mark.django_db(transaction=True)
def test_forget_file_waits_for_the_commit():
    logo = stored("a.webp")
    with transaction.atomic():
        forget_file(logo)
        assert logo.storage.exists(logo.name)
    assert not logo.storage.exists(logo.name)


@pytest.mark.django_db(transaction=True)
def test_forget_file_keeps_the_file_of_a_change_that_failed():
    logo = stored("a.webp")
    with transaction.atomic():
        forget_file(logo)
        transaction.set_rollback(True)
    assert logo.storage.exists(logo.name)


@pytest.mark.django_db
def test_forget_file_of_nothing_is_nothing():
    forget_file(make.company().logo)
