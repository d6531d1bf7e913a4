// The page on the home screen: a button where the browser offers to install, words where only its own menu can.

import { find } from "../dom.js";

const APPLE = /iPhone|iPad|iPod/;
let offer = null;

export function wireInstall() {
  if (isInstalled()) return;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    show("install");
  });
  window.addEventListener("appinstalled", hide);
  find("install").addEventListener("click", install);
  if (isApple()) show("install-by-hand");
}

function isInstalled() {
  return navigator.standalone || window.matchMedia("(display-mode: standalone)").matches;
}

/** An iPad says that it is a Mac, which has no touch screen. */
function isApple() {
  const { userAgent, maxTouchPoints } = navigator;
  return APPLE.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1);
}

function show(name) {
  find(name).hidden = false;
  find("install-section").hidden = false;
}

function hide() {
  find("install-section").hidden = true;
}

/** An offer can be taken once. */
async function install() {
  const taken = offer;
  hide();
  await taken.prompt();
}
