// A name that a person recognises in the list of signed-in devices.

const BROWSERS = [
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrom(e|ium)\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/Linux|CrOS/, "Linux"],
];

export function deviceName(agent = navigator.userAgent) {
  const first = (list) => list.find(([pattern]) => pattern.test(agent))?.[1];
  return [first(BROWSERS) || "Browser", first(SYSTEMS)].filter(Boolean).join(", ");
}
