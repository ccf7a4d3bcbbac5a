import pytest

from matchmaking.companies.actions import products as acting
from matchmaking.companies.errors import TooManyPictures
from tests import make
from tests.companies.pages import at, picture, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make.user()


@pytest.fixture
def product(alice):
    return make.product(company=make.company(owner=alice))


def add(product, *words):
    return [acting.add_image(product_id=product.pk, image=picture(), alternative=word) for word in words]


def shown(product):
    return list(product.images.values_list("alternative", flat=True))


def address(verb, product, *more):
    return at(verb, product.company.slug, product.pk, *more)


def test_add_image_puts_it_last(product):
    add(product, "one", "two", "three")
    assert shown(product) == ["one", "two", "three"]


def test_a_product_has_six_pictures_at_most(product):
    add(product, *"123456")
    with pytest.raises(TooManyPictures):
        add(product, "7")
    assert shown(product) == list("123456")


@pytest.mark.parametrize(
    ("which", "to", "order"),
    [(2, "earlier", "acb"), (0, "later", "bac"), (0, "earlier", "abc"), (2, "later", "abc")],
)
def test_move_image(product, which, to, order):
    images = add(product, *"abc")
    acting.move_image(product_id=product.pk, image_id=images[which].pk, to=to)
    assert "".join(shown(product)) == order


def test_move_image_of_another_product_moves_nothing(product):
    add(product, *"ab")
    [other] = add(make.product(), "c")
    acting.move_image(product_id=product.pk, image_id=other.pk, to="earlier")
    assert shown(product) == ["a", "b"]


@pytest.mark.django_db(transaction=True)
def test_remove_image_removes_its_file():
    product = make.product()
    [image] = add(product, "a")
    acting.remove_image(image_id=image.pk)
    assert (shown(product), image.image.storage.exists(image.image.name)) == ([], False)


# The pages ----------------------------------------------------------------


def test_the_page_adds_describes_moves_and_removes(alice, product):
    client, back = signed_in(alice), f"{address('edit-product', product)}#pictures"
    for word in "ab":
        sent = {"new-image": picture(size=(3000, 1500)), "new-alternative": word}
        assert client.post(address("add-image", product), sent).url == back
    first, second = product.images.all()
    assert (first.image.width, first.image.height) == (1200, 600)
    first.image.close()
    assert client.post(address("describe-image", product, first.pk), {"alternative": "A bar"}).url == back
    assert client.post(address("move-image", product, first.pk), {"to": "later"}).url == back
    assert shown(product) == ["b", "A bar"]
    page = client.get(address("edit-product", product)).content.decode()
    assert page.index(f'id="image-{second.pk}"') < page.index(f'id="image-{first.pk}"')
    assert client.post(address("remove-image", product, second.pk)).url == back
    assert shown(product) == ["A bar"]


def test_the_page_refuses_a_seventh(alice, product):
    add(product, *"123456")
    assert b'id="image-form"' not in signed_in(alice).get(address("edit-product", product)).content
    response = signed_in(alice).post(address("add-image", product), {"new-image": picture()})
    assert response.status_code == 409
    assert "image" in response.context["image_form"].errors


def test_the_page_says_what_is_wrong_with_a_picture_or_its_words(alice, product):
    [image] = add(product, "a")
    client = signed_in(alice)
    assert client.post(address("add-image", product)).status_code == 422
    response = client.post(address("describe-image", product, image.pk), {"alternative": "x" * 10_000})
    assert response.status_code == 422
    assert f'id="alternative-{image.pk}_error"' in response.content.decode()
    assert client.post(address("move-image", product, image.pk), {"to": "the moon"}).status_code == 404


@pytest.mark.parametrize("verb", ["describe-image", "move-image", "remove-image"])
def test_a_picture_of_another_product_is_not_found(alice, product, verb):
    [other] = add(make.product(), "c")
    assert signed_in(alice).post(address(verb, product, other.pk), {"to": "later"}).status_code == 404
