// Drives the report page from disk: node report.mjs REPORT_FOLDER SCREENSHOT_FOLDER. Prints "ok NAME" or "not ok NAME".
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [folder, shots] = process.argv.slice(2);
const page_url = pathToFileURL(`${folder}/report.html`).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const args = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
if (process.getuid() === 0) args.push("--no-sandbox");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
let failed = 0;

async function test(name, run, language = "zh-CN", size = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ locale: language, viewport: size, bypassCSP: name.includes("axe") });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  page.on("dialog", (dialog) => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  try {
    await page.goto(page_url);
    await page.locator("main").waitFor();
    await run(page);
    // axe reads style sheets by requests, which file:// forbids; that is no fault of the page.
    if (problems.length && !name.startsWith("axe")) throw new Error(problems.join("\n"));
    console.log("ok", name);
  } catch (error) {
    failed += 1;
    console.log("not ok", name);
    console.log(error);
  }
  await context.close();
}

function check(holds, what) { if (!holds) throw new Error(`does not hold: ${what}`); }
const shot = (page, name) => page.screenshot({ path: `${shots}/${name}.png` });

await test("summary_counts_and_drills_down", async (page) => {
  check(await page.locator("h1").innerText() === "总览", "Chinese by the browser's language");
  check(Number(await page.locator(".card .value").first().innerText()) > 100, "number of contacts");
  await shot(page, "summary-zh");
  const bar = page.locator(".bars button").first();
  const code = await bar.innerText();
  await bar.click();
  check(await page.locator("tbody tr").count() > 0, "rows behind a bar");
  for (const row of await page.locator("tbody tr").all()) check((await row.innerText()).includes(code), "every row has the code");
});

await test("language_switches_and_is_remembered", async (page) => {
  await page.getByRole("button", { name: "English" }).click();
  check(await page.locator("h1").innerText() === "Overview", "English after the click");
  await page.reload();
  await page.locator("main").waitFor();
  check(await page.locator("h1").innerText() === "Overview", "English after a reload");
  await shot(page, "summary-en");
});

await test("list_filters_sorts_and_pages", async (page) => {
  await page.getByRole("button", { name: "会话", exact: true }).click();
  const total = async () => Number((await page.locator(".pager span").innerText()).match(/共 (\d+) 条/)[1]);
  const all = await total();
  check(await page.locator("tbody tr").count() === 50, "fifty rows a page");
  await shot(page, "list-zh");
  await page.locator("select").nth(1).selectOption("red");
  check(await total() < all && await total() > 0, "fewer rows with a red line");
  await page.locator("select").nth(1).selectOption("");
  await page.getByRole("button", { name: /^编号/ }).click();
  const first = await page.locator("tbody tr td").first().innerText();
  await page.getByRole("button", { name: /^编号/ }).click();
  check(await page.locator("tbody tr td").first().innerText() !== first, "sorting turns round");
  await page.getByRole("button", { name: "下一页" }).click();
  check((await page.locator(".pager span").innerText()).startsWith("第 2 / "), "second page");
  await page.keyboard.press("/");
  await page.keyboard.type("evil");
  check(await total() === 1, "search finds the one contact");
});

await test("keyboard_opens_and_closes_a_contact", async (page) => {
  await page.getByRole("button", { name: "会话", exact: true }).click();
  await page.locator("tbody tr").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator(".turn").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator("tbody tr").first().waitFor();
});

await test("contact_shows_evidence_in_its_words", async (page) => {
  await page.goto(`${page_url}#/contact/heard`);
  await page.locator(".turn").first().waitFor();
  check(await page.locator("mark.red").count() > 0, "a red mark");
  check(/脸|诈骗|判/.test((await page.locator("mark.red").allInnerTexts()).join("")), "the words of the rules");
  check(await page.locator("canvas#wave").count() === 1, "the waveform");
  const dark = await page.locator("canvas#wave").evaluate((canvas) => { const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data; let n = 0; for (let i = 3; i < data.length; i += 4) n += data[i] > 0 ? 1 : 0; return n; });
  check(dark > 1000, "something is drawn");
  await page.locator(".goto").first().click();
  await page.waitForTimeout(600);
  await shot(page, "contact-zh");
  await page.getByRole("button", { name: "English" }).click();
  await page.locator(".turn").first().waitFor();
  await shot(page, "contact-en");
});

await test("hostile_text_is_inert", async (page) => {
  await page.goto(`${page_url}#/contact/evil`);
  await page.locator(".turn").first().waitFor();
  check(await page.locator("main img").count() === 0, "no image was made of the transcript");
  check((await page.locator(".turn").first().innerText()).includes("<img src=x"), "markup is shown as text");
});

await test("failed_contacts_say_why", async (page) => {
  await page.goto(`${page_url}#/contact/broken`);
  await page.locator(".fail").waitFor();
  check((await page.locator(".fail").innerText()).length > 10, "a reason");
  await shot(page, "failed-zh");
});

for (const [name, address] of [["summary", ""], ["list", "#/contacts"], ["contact", "#/contact/heard"]]) {
  await test(`axe_finds_nothing_on_${name}`, async (page) => {
    await page.goto(page_url + address);
    await page.locator(name === "contact" ? ".turn" : name === "list" ? "tbody tr" : ".card").first().waitFor();
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa"] }));
    if (found.violations.length) throw new Error(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).slice(0, 3).join(" ")}`).join("\n"));
  });
}

await test("fits_a_phone", async (page) => {
  await page.goto(`${page_url}#/contact/heard`);
  await page.locator(".turn").first().waitFor();
  check(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1), "no sideways scrolling");
  await shot(page, "contact-phone");
}, "zh-CN", { width: 400, height: 800 });

await browser.close();
process.exit(failed ? 1 : 0);
