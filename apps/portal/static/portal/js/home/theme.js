// The page wears its builder's look while somebody of that builder's homes is signed in, and nobody else's.

const WAIT_MS = 1500;
const OWN = { title: document.title, logo: "" };

/** Put the theme on; resolves when its colours are there, or soon anyway: a slow style sheet keeps nobody waiting. */
export async function wear({ product_name: name, logo, stylesheet, builder }) {
  if (name) document.title = document.title.replace("OpenHouse", name);
  if (logo) showLogo(logo, builder);
  if (stylesheet) await coloured(stylesheet);
}

export function takeOff() {
  document.documentElement.removeAttribute("data-themed");
  document.title = OWN.title;
  for (const link of document.querySelectorAll("link[data-theme]")) link.remove();
  const image = logoImage();
  if (OWN.logo) image.src = OWN.logo;
  image.classList.remove("home-logo");
  image.alt = "";
}

function showLogo(path, builder) {
  const image = logoImage();
  OWN.logo ||= image.src;
  image.src = path;
  image.alt = builder;
  image.classList.add("home-logo");
}

function logoImage() {
  return document.querySelector("[data-home-logo]");
}

function coloured(path) {
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
