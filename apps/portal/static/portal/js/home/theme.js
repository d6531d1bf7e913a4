// The page wears a builder's look while somebody of that builder's homes is signed in or has just shown its card, and
// nobody else's.

const WAIT_MS = 1500;
const image = document.querySelector("[data-home-logo]");
const product = document.querySelector("[data-product]");
const bars = [...document.querySelectorAll('meta[name="theme-color"]')];
const OWN = {
  title: document.title,
  product: product?.textContent,
  logo: image.getAttribute("src"),
  alt: image.alt,
  bars: bars.map(({ content }) => content),
};

/** Put the theme on; resolves when its colours are there, or soon anyway: a slow style sheet keeps nobody waiting. */
export async function wear({ product_name: name, brand, logo, stylesheet, builder }) {
  if (name) document.title = OWN.title.replace("OpenHouse", name);
  if (name && product) product.textContent = name;
  if (logo) showLogo(logo, builder);
  if (brand) for (const bar of bars) bar.content = brand;
  if (stylesheet) await coloured(stylesheet);
}

export function takeOff() {
  document.documentElement.removeAttribute("data-themed");
  document.title = OWN.title;
  if (product) product.textContent = OWN.product;
  bars.forEach((bar, index) => (bar.content = OWN.bars[index]));
  for (const link of sheets()) link.remove();
  image.setAttribute("src", OWN.logo);
  image.classList.remove("home-logo");
  image.alt = OWN.alt;
}

function showLogo(path, builder) {
  image.src = path;
  image.alt = builder;
  image.classList.add("home-logo");
}

function sheets() {
  return [...document.querySelectorAll("link[data-theme]")];
}

function coloured(path) {
  if (sheets().some((sheet) => sheet.getAttribute("href") === path)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: path });
  link.dataset.theme = "";
  document.documentElement.dataset.themed = "";
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    setTimeout(resolve, WAIT_MS);
    document.head.append(link);
  });
}
