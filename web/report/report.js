// The page of a report: summary, list, and one page for each contact. It runs from disk without a server: data come as
// scripts that call redline.head(), redline.index() and redline.details(). What people said is hostile input: it enters
// the page only as text nodes.
"use strict";

const WORDS = {
  zh: {
    summary: "总览", contacts: "会话", inspected: "已质检", clean: "未发现违规", red: "触及红线", failed: "未能质检", uncertain: "存疑待确认",
    undecidable: "缺事实不可判定", hours: "语音时长（小时）", byCode: "违规代码（会话数）", bySeverity: "命中（按级别）", scores: "得分分布", byAgent: "坐席（红线与严重命中）", byHour: "开始时间（会话数 / 有命中）",
    search: "搜索编号、坐席、原话（按 /）", anyCode: "全部代码", anySeverity: "全部级别", anyChannel: "全部渠道", anyVerdict: "全部结果", hit: "有命中", unsure: "仅存疑", none: "无命中", failedOnly: "未能质检",
    id: "编号", score: "得分", findings: "发现", quote: "原话", agent: "坐席", customer: "客户", unknown: "未知", started: "开始时间", duration: "时长", channel: "渠道", party: "对方",
    severity_red: "红线", severity_serious: "严重", severity_minor: "轻微", verdict_hit: "命中", verdict_uncertain: "存疑", needsPerson: "需人工确认",
    page: "第 {0} / {1} 页，共 {2} 条", previous: "上一页", next: "下一页", back: "返回列表", nothing: "没有符合条件的会话", noFindings: "没有发现违规", confidence: "置信度", rule: "规则",
    play: "播放", pause: "暂停", speed: "倍速", skip: "跳过静音", loop: "循环命中", facts: "测量", fields: "业务信息", signals: "客户信号", showUndecidable: "显示不可判定的规则", missing: "缺少", notInspected: "这条会话没有质检",
    talk: "说话时长", share: "话语占比", rate: "语速（字/分）", response: "响应中位数", interruptions: "抢话", loudness: "响度 dBFS", pitch: "音高 Hz", snr: "信噪比 dB", clipped: "削波", silence: "静音占比", longest: "最长静音",
    partial: "这次质检被中断，报告只含已完成的部分。", pack: "规则包", noAudio: "没有录音", roleGuess: "声道角色由话语推断，置信度 {0}", all: "全部", reasonFailed: "原因", overlap: "抢话", silent: "静音",
    voice: "通话", sms: "短信", im: "企微", email: "邮件", letter: "信函", visit: "外访", debtor: "债务人", contact: "联系人", relative: "亲属", colleague: "同事", guarantor: "担保人", stranger: "无关人", minor: "未成年人",
    keys: "键盘：j / k 选择，Enter 打开，Esc 返回，/ 搜索，空格 播放", source: "来源",
  },
  en: {
    summary: "Overview", contacts: "Contacts", inspected: "inspected", clean: "without a violation", red: "with a red line", failed: "not inspected", uncertain: "uncertain, for a person",
    undecidable: "undecidable: a fact is missing", hours: "hours of talk", byCode: "Contacts by violation", bySeverity: "Hits by severity", scores: "Scores", byAgent: "Agents (red and serious hits)", byHour: "Start of contact (contacts / with a hit)",
    search: "Search id, agent, sentence (press /)", anyCode: "any code", anySeverity: "any severity", anyChannel: "any channel", anyVerdict: "any result", hit: "with a hit", unsure: "only uncertain", none: "without a hit", failedOnly: "not inspected",
    id: "Contact", score: "Score", findings: "Findings", quote: "Sentence", agent: "Agent", customer: "Customer", unknown: "Unknown", started: "Start", duration: "Length", channel: "Channel", party: "Party",
    severity_red: "red line", severity_serious: "serious", severity_minor: "minor", verdict_hit: "hit", verdict_uncertain: "uncertain", needsPerson: "a person must settle this",
    page: "page {0} of {1}, {2} contacts", previous: "Previous", next: "Next", back: "Back to the list", nothing: "No contact fits", noFindings: "No violation was found", confidence: "confidence", rule: "rule",
    play: "Play", pause: "Pause", speed: "Speed", skip: "Skip silence", loop: "Loop the hit", facts: "Measurements", fields: "From the books", signals: "Customer signals", showUndecidable: "Show undecidable rules", missing: "missing", notInspected: "This contact was not inspected",
    talk: "Talk", share: "Talk share", rate: "Characters a minute", response: "Median response", interruptions: "Interruptions", loudness: "Loudness dBFS", pitch: "Pitch Hz", snr: "Signal to noise dB", clipped: "Clipped", silence: "Silence share", longest: "Longest silence",
    partial: "This run was interrupted; the report holds what was done by then.", pack: "Pack", noAudio: "no recording", roleGuess: "Roles of the channels were guessed from what is said, confidence {0}", all: "all", reasonFailed: "Reason", overlap: "talking over", silent: "silence",
    voice: "call", sms: "SMS", im: "chat", email: "e-mail", letter: "letter", visit: "visit", debtor: "debtor", contact: "contact person", relative: "relative", colleague: "colleague", guarantor: "guarantor", stranger: "stranger", minor: "child",
    keys: "Keys: j / k select, Enter open, Esc back, / search, space play", source: "Source",
  },
};

const PAGE_SIZE = 50;
const SEVERITIES = ["red", "serious", "minor"];
/** Columns of an index row, as src/report/report_writer.cpp writes them. */
const COLUMN = { id: 0, channel: 1, started: 2, agent: 3, employer: 4, party: 5, score: 6, red: 7, codes: 8, undecidable: 9, duration: 10, quote: 11, error: 12 };

const state = {
  language: "zh", head: null, rows: [], details: new Map(), waiting: new Map(), view: "summary", open: -1,
  filter: { text: "", code: "", severity: "", channel: "", verdict: "" }, sort: { column: "score", down: false }, page: 0, here: 0, shown: [], undecidable: false,
};
const player = { audio: null, loop: null, skip: false, contact: null, raf: 0 };

const t = (key, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), WORDS[state.language][key] ?? key);
const both = (text) => text[state.language] || text.zh || text.en || "";

/** An element with attributes, listeners (on...) and children; text becomes text nodes. */
function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const clock = (ms) => { const s = Math.floor(ms / 1000); return `${String(Math.floor(s / 60)).padStart(2, "0")}:${String(s % 60).padStart(2, "0")}`; };
const number = (value, digits = 0) => (value === null || value === undefined ? "–" : value.toFixed(digits));
const hits = (row) => row[COLUMN.codes].filter((code) => code[2] === "hit");

window.redline = {
  head(head) {
    state.head = head;
    try { state.language = localStorage.getItem("redline.language") || (navigator.language.startsWith("zh") ? "zh" : "en"); } catch { state.language = "zh"; }
    for (let i = 0; i < head.index_files; ++i) load(`index-${String(i).padStart(5, "0")}.js`);
    if (head.index_files === 0) draw();
  },
  index(part, rows) {
    state.rows[part] = rows;
    if (state.rows.filter(Boolean).length === state.head.index_files) { state.rows = state.rows.flat(); readAddress(); }
  },
  details(part, contacts) {
    state.details.set(part, contacts);
    if (state.details.size > 8) state.details.delete(state.details.keys().next().value === part ? [...state.details.keys()][1] : state.details.keys().next().value);
    (state.waiting.get(part) || []).forEach((done) => done(contacts));
    state.waiting.delete(part);
  },
};

function load(file) { document.body.append(h("script", { src: `report-data/${file}` })); }

function contactAt(index, done) {
  const part = Math.floor(index / state.head.contacts_per_detail);
  const pick = (contacts) => done(contacts[index % state.head.contacts_per_detail]);
  if (state.details.has(part)) { pick(state.details.get(part)); return; }
  if (!state.waiting.has(part)) { state.waiting.set(part, []); load(`contacts-${String(part).padStart(5, "0")}.js`); }
  state.waiting.get(part).push(pick);
}

/* ---- address: #/summary, #/contacts, #/contact/ID ---- */
function readAddress() {
  const [view, id] = location.hash.slice(2).split(/\/(.*)/s);
  if (view === "contact") {
    const wanted = decodeURIComponent(id || "");
    const index = state.rows.findIndex((row) => row[COLUMN.id] === wanted);
    if (index >= 0) { state.view = "contact"; state.open = index; draw(); return; }
  }
  state.view = view === "contacts" ? "contacts" : "summary";
  draw();
}
function go(view, index) {
  location.hash = view === "contact" ? `#/contact/${encodeURIComponent(state.rows[index][COLUMN.id])}` : `#/${view}`;
}

/* ---- frame ---- */
function draw() {
  stop();
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = state.language === "zh" ? "Redline 质检报告" : "Redline report";
  const tab = (view) => h("button", { "aria-pressed": String(state.view === view), onclick: () => go(view) }, t(view));
  const flag = (language, label) => h("button", { "aria-pressed": String(state.language === language), lang: language, onclick: () => { state.language = language; try { localStorage.setItem("redline.language", language); } catch { /* a page from disk may have no storage */ } draw(); } }, label);
  const main = h("main", { id: "main" });
  document.getElementById("app").replaceChildren(
    h("header", { class: "top" },
      h("span", { class: "brand" }, h("b", {}, "Redline"), " 红线"),
      h("nav", { "aria-label": t("contacts") }, tab("summary"), tab("contacts")),
      h("span", { class: "right" }, h("span", { title: state.head.pack_hash }, `${t("pack")} ${state.head.pack}`), flag("zh", "中文"), flag("en", "English"))),
    main);
  if (state.head.partial) main.append(h("p", { class: "banner", role: "status" }, t("partial")));
  if (state.view === "contact") drawContact(main);
  else if (state.view === "contacts") drawList(main);
  else drawSummary(main);
}

/* ---- summary ---- */
function bars(entries, kind, onpick) {
  const most = Math.max(1, ...entries.map((entry) => entry[1]));
  return h("div", { class: "bars" }, entries.flatMap(([name, count, severity, label]) => [
    onpick ? h("button", { onclick: () => onpick(name) }, label || name) : h("span", {}, label || name),
    h("div", {}, h("div", { class: `bar ${severity || kind || ""}`, style: `width:${(count / most) * 100}%` })),
    h("span", { class: "n" }, String(count))]));
}

function drawSummary(main) {
  const head = state.head;
  const card = (name, value, kind = "") => h("div", { class: `card ${kind}` }, h("div", { class: "value" }, value), h("div", { class: "name" }, t(name)));
  main.append(h("h1", {}, t("summary")), h("div", { class: "cards" },
    card("inspected", String(head.contacts - head.failed)), card("red", String(head.red_line), head.red_line ? "red" : ""), card("clean", String(head.clean)),
    card("uncertain", String(head.uncertain)), card("undecidable", String(head.undecidable)), card("failed", String(head.failed)), card("hours", (head.seconds / 3600).toFixed(2))));
  const severityOf = new Map();
  const agents = new Map();
  const hours = Array.from({ length: 24 }, () => [0, 0]);
  const scores = Array.from({ length: 11 }, () => 0);
  for (const row of state.rows) {
    if (row[COLUMN.error]) continue;
    scores[Math.floor((row[COLUMN.score] ?? 0) / 10)] += 1;
    for (const [code, severity] of hits(row)) severityOf.set(code, severity);
    const grave = hits(row).filter((code) => code[1] !== "minor").length;
    if (row[COLUMN.agent]) agents.set(row[COLUMN.agent], (agents.get(row[COLUMN.agent]) || 0) + grave);
    const hour = Number(row[COLUMN.started].slice(11, 13));
    if (row[COLUMN.started]) { hours[hour][0] += 1; hours[hour][1] += hits(row).length > 0 ? 1 : 0; }
  }
  const open = (filter) => { state.filter = { text: "", code: "", severity: "", channel: "", verdict: "", ...filter }; state.page = 0; go("contacts"); };
  const byCode = [...head.hits].sort((a, b) => b[1] - a[1]).map(([code, count]) => [code, count, severityOf.get(code)]);
  const bySeverity = SEVERITIES.map((one) => [one, head.severities[one] || 0, one, t(`severity_${one}`)]);
  const byAgent = [...agents].filter((one) => one[1] > 0).sort((a, b) => b[1] - a[1]).slice(0, 12);
  const byScore = scores.map((count, i) => [i === 10 ? "100" : `${i * 10}–${i * 10 + 9}`, count]).filter((one) => one[1] > 0);
  const byHour = hours.map(([all, bad], i) => [`${String(i).padStart(2, "0")}:00`, all, i < 8 || i >= 22 ? "serious" : "", `${String(i).padStart(2, "0")}:00 · ${bad}`]).filter((one) => one[1] > 0);
  const panel = (title, content) => h("section", { class: "panel" }, h("h2", {}, t(title)), content);
  main.append(h("div", { class: "panels" },
    panel("byCode", byCode.length ? bars(byCode, "", (code) => open({ code })) : h("p", {}, t("noFindings"))),
    h("div", { style: "display:grid;gap:14px" },
      panel("bySeverity", bars(bySeverity, "", (severity) => open({ severity }))), panel("scores", bars(byScore, ""))),
    panel("byAgent", byAgent.length ? bars(byAgent, "serious", (agent) => open({ text: agent })) : h("p", {}, "–")),
    panel("byHour", bars(byHour, ""))));
}

/* ---- list ---- */
function fits(row, filter) {
  if (filter.channel && row[COLUMN.channel] !== filter.channel) return false;
  const codes = row[COLUMN.codes];
  if (filter.code && !codes.some((code) => code[0] === filter.code)) return false;
  if (filter.severity && !codes.some((code) => code[1] === filter.severity && code[2] === "hit")) return false;
  const hit = codes.some((code) => code[2] === "hit");
  if (filter.verdict === "hit" && !hit) return false;
  if (filter.verdict === "none" && (hit || row[COLUMN.error])) return false;
  if (filter.verdict === "unsure" && (hit || codes.length === 0)) return false;
  if (filter.verdict === "failed" && !row[COLUMN.error]) return false;
  if (!filter.text) return true;
  const needle = filter.text.toLowerCase();
  return [COLUMN.id, COLUMN.agent, COLUMN.employer, COLUMN.quote, COLUMN.error].some((column) => String(row[column] ?? "").toLowerCase().includes(needle));
}

function sorted(indices) {
  const { column, down } = state.sort;
  const key = (row) => (column === "findings" ? hits(row).length : row[COLUMN[column]]);
  const sign = down ? -1 : 1;
  return indices.sort((a, b) => {
    const x = key(state.rows[a]); const y = key(state.rows[b]);
    if (x === y) return a - b;
    if (x === null || x === "") return 1;
    if (y === null || y === "") return -1;
    return x < y ? -sign : sign;
  });
}

function tags(row) {
  return row[COLUMN.codes].map(([code, severity, verdict]) =>
    h("span", { class: `tag ${verdict === "hit" ? severity : "unsure"}`, title: t(`severity_${severity}`) + (verdict === "hit" ? "" : ` · ${t("verdict_uncertain")}`) }, (verdict === "hit" ? "" : "? ") + code));
}

function drawList(main) {
  const filter = state.filter;
  const choose = (key, label, options) => h("select", { "aria-label": label, onchange: (event) => { filter[key] = event.target.value; state.page = 0; fill(); } },
    h("option", { value: "" }, label), options.map(([value, text]) => h("option", { value, selected: filter[key] === value }, text)));
  const codes = [...new Set(state.rows.flatMap((row) => row[COLUMN.codes].map((code) => code[0])))].sort();
  const channels = [...new Set(state.rows.map((row) => row[COLUMN.channel]))].sort();
  const search = h("input", { type: "search", id: "search", value: filter.text, placeholder: t("search"), "aria-label": t("search"), oninput: (event) => { filter.text = event.target.value; state.page = 0; fill(); } });
  const column = (key, name) => h("th", { "aria-sort": state.sort.column === key ? (state.sort.down ? "descending" : "ascending") : "none" },
    h("button", { onclick: () => { state.sort = { column: key, down: state.sort.column === key && !state.sort.down }; draw(); } }, t(name) + (state.sort.column === key ? (state.sort.down ? " ↓" : " ↑") : "")));
  const body = h("tbody");
  const pager = h("div", { class: "pager" });
  main.append(h("h1", {}, t("contacts")),
    h("div", { class: "filters", role: "search" }, search,
      choose("code", t("anyCode"), codes.map((code) => [code, code])), choose("severity", t("anySeverity"), SEVERITIES.map((one) => [one, t(`severity_${one}`)])),
      choose("channel", t("anyChannel"), channels.map((one) => [one, t(one)])),
      choose("verdict", t("anyVerdict"), [["hit", t("hit")], ["unsure", t("unsure")], ["none", t("none")], ["failed", t("failedOnly")]])),
    h("div", { class: "tablebox", tabindex: "0", role: "region", "aria-label": t("contacts") }, h("table", { class: "list" }, h("thead", {}, h("tr", {}, column("id", "id"), column("score", "score"), column("findings", "findings"), h("th", {}, t("quote")), column("agent", "agent"), column("party", "party"), column("started", "started"), column("duration", "duration"), column("channel", "channel"))), body)),
    pager, h("p", { class: "note" }, t("keys")));

  function fill() {
    const indices = [];
    state.rows.forEach((row, i) => { if (fits(row, filter)) indices.push(i); });
    state.shown = sorted(indices);
    const pages = Math.max(1, Math.ceil(state.shown.length / PAGE_SIZE));
    state.page = Math.min(state.page, pages - 1);
    const visible = state.shown.slice(state.page * PAGE_SIZE, (state.page + 1) * PAGE_SIZE);
    state.here = Math.min(state.here, Math.max(0, visible.length - 1));
    body.replaceChildren(...visible.map((index, i) => {
      const row = state.rows[index];
      return h("tr", { class: i === state.here ? "here" : null, onclick: () => go("contact", index) },
        h("td", {}, h("a", { href: `#/contact/${encodeURIComponent(row[COLUMN.id])}` }, row[COLUMN.id])),
        h("td", { class: "num" }, row[COLUMN.score] === null ? "–" : String(Math.round(row[COLUMN.score]))),
        h("td", {}, row[COLUMN.error] ? h("span", { class: "tag unsure" }, t("failed")) : tags(row)),
        h("td", { class: "quote" }, row[COLUMN.error] || row[COLUMN.quote]), h("td", {}, row[COLUMN.agent]), h("td", {}, row[COLUMN.party] ? t(row[COLUMN.party]) : ""),
        h("td", { class: "num" }, row[COLUMN.started].slice(0, 16).replace("T", " ")), h("td", { class: "num" }, row[COLUMN.duration] ? clock(row[COLUMN.duration]) : "–"), h("td", {}, t(row[COLUMN.channel])));
    }));
    if (visible.length === 0) body.append(h("tr", {}, h("td", { colspan: "9", class: "empty" }, t("nothing"))));
    pager.replaceChildren(
      h("button", { disabled: state.page === 0, onclick: () => { state.page -= 1; fill(); } }, t("previous")),
      h("span", {}, t("page", state.page + 1, pages, state.shown.length)),
      h("button", { disabled: state.page + 1 >= pages, onclick: () => { state.page += 1; fill(); } }, t("next")));
  }
  state.refill = fill;
  fill();
}

/* ---- one contact ---- */
function drawContact(main) {
  const place = h("div", {}, h("p", { class: "loading" }, "…"));
  main.append(place);
  const wanted = state.open;
  contactAt(wanted, (contact) => { if (state.open === wanted && state.view === "contact") fillContact(place, contact); });
}

function fillContact(place, contact) {
  player.contact = contact;
  const title = h("div", { style: "display:flex;gap:12px;align-items:center;flex-wrap:wrap;margin-bottom:12px" },
    h("button", { onclick: () => go("contacts") }, `← ${t("back")}`), h("h1", { style: "margin:0" }, contact.id),
    contact.score ? h("span", { class: `tag ${contact.score.red ? "red" : ""}` }, `${t("score")} ${Math.round(contact.score.value)}`) : null,
    h("span", { class: "note" }, contact.source));
  if (contact.error) {
    place.replaceChildren(title, h("div", { class: "panel" }, h("h2", {}, t("notInspected")), h("p", { class: "fail" }, contact.error.message), h("p", { class: "note" }, contact.error.reason)));
    return;
  }
  place.replaceChildren(title, h("div", { class: "contact" },
    h("div", { class: "side" }, findingsPanel(contact), signalsPanel(contact), factsPanel(contact), fieldsPanel(contact)),
    h("div", {}, wavePanel(contact), talkPanel(contact))));
  drawWave();
}

function startOf(contact, finding) {
  if (finding.spans.length && finding.spans[0].start !== null) return finding.spans[0].start;
  const utterance = contact.utterances[finding.utterances[0]];
  return utterance ? utterance.start : null;
}

function findingsPanel(contact) {
  const list = contact.findings.map((finding) => {
    const unsure = finding.verdict !== "hit";
    const places = (finding.spans.length ? finding.spans : finding.utterances.map((u) => ({ u, start: contact.utterances[u]?.start ?? null, end: contact.utterances[u]?.end ?? null })));
    return h("div", { class: `finding ${finding.severity} ${unsure ? "unsure" : ""}` },
      h("div", { class: "title" }, both(finding.title)), h("div", {}, both(finding.reason)),
      h("div", { class: "meta" }, h("span", { class: `tag ${unsure ? "unsure" : finding.severity}` }, `${finding.code} · ${t(`severity_${finding.severity}`)} · ${t(`verdict_${finding.verdict}`)}`), `${t("confidence")} ${finding.confidence.toFixed(2)} · ${finding.rule}`, unsure ? ` · ${t("needsPerson")}` : ""),
      places.map((span) => h("button", { class: "goto", onclick: () => jump(contact, span) }, span.start === null ? `#${span.u + 1}` : clock(span.start))));
  });
  const toggle = contact.undecidable.length ? h("button", { "aria-pressed": String(state.undecidable), onclick: () => { state.undecidable = !state.undecidable; draw(); } }, `${t("showUndecidable")} (${contact.undecidable.length})`) : null;
  const open = state.undecidable ? contact.undecidable.map((one) => h("div", { class: "finding unsure" }, h("div", { class: "title" }, one.code), h("div", { class: "meta" }, `${one.rule} · ${t("missing")}: ${one.missing.join(", ")}`))) : [];
  return h("section", { class: "panel" }, h("h2", {}, t("findings")), list.length ? list : h("p", {}, t("noFindings")), toggle, open);
}

function signalsPanel(contact) {
  if (!contact.signals.length) return null;
  return h("section", { class: "panel" }, h("h2", {}, t("signals")), contact.signals.map((signal) => h("button", { class: "goto", onclick: () => jump(contact, { u: signal.utterances[0], start: contact.utterances[signal.utterances[0]]?.start ?? null, end: null }) }, both(signal.title))));
}

function factsPanel(contact) {
  const facts = contact.facts;
  const roles = facts.unknown ? ["unknown"] : ["agent", "customer"];
  const line = (name, pick) => h("tr", {}, h("td", {}, t(name)), roles.map((role) => h("td", {}, pick(facts[role]))));
  const longest = Math.max(0, ...facts.silences.map(([from, to]) => to - from));
  return h("section", { class: "panel" }, h("h2", {}, t("facts")), h("table", { class: "facts" },
    h("thead", {}, h("tr", {}, h("th", {}, ""), roles.map((role) => h("th", {}, t(role))))), h("tbody", {},
      line("talk", (one) => clock(one.talk)), line("share", (one) => `${number(one.share * 100)} %`), line("rate", (one) => number(one.rate)), line("response", (one) => (one.response === null ? "–" : `${(one.response / 1000).toFixed(1)} s`)),
      line("interruptions", (one) => String(one.interruptions)), contact.peaks.length ? [line("loudness", (one) => number(one.loudness, 1)), line("pitch", (one) => (one.pitch[0] === null ? "–" : `${number(one.pitch[0])} (${number(one.pitch[1])}–${number(one.pitch[2])})`)), line("snr", (one) => number(one.snr, 1)), line("clipped", (one) => (one.clipped === null ? "–" : `${(one.clipped * 100).toFixed(2)} %`))] : null,
      h("tr", {}, h("td", {}, t("silence")), h("td", { colspan: String(roles.length) }, `${number(facts.silence_share * 100)} %`)), h("tr", {}, h("td", {}, t("longest")), h("td", { colspan: String(roles.length) }, `${(longest / 1000).toFixed(1)} s`)))),
  contact.role_confidence === null ? null : h("p", { class: "note" }, t("roleGuess", contact.role_confidence.toFixed(2))), facts.notes.map((note) => h("p", { class: "note" }, note)));
}

function fieldsPanel(contact) {
  return h("section", { class: "panel" }, h("h2", {}, t("fields")), h("table", { class: "facts" }, h("tbody", {}, Object.entries(contact.fields).map(([name, value]) => h("tr", {}, h("td", {}, name), h("td", {}, value))))));
}

function talkPanel(contact) {
  const marks = new Map();
  for (const finding of contact.findings) for (const span of finding.spans) {
    if (!marks.has(span.u)) marks.set(span.u, []);
    marks.get(span.u).push({ from: span.from, to: span.to, severity: finding.severity });
  }
  const turns = contact.utterances.map((utterance, i) => h("div", { class: `turn ${utterance.role}`, id: `turn-${i}` },
    h("div", { class: "who" }, t(utterance.role), utterance.start === null ? null : h("button", { class: "at", onclick: () => seek(utterance.start, true) }, clock(utterance.start))),
    h("div", { class: "words" }, wordsOf(utterance, marks.get(i) || []))));
  return h("section", { class: "talk", "aria-label": t("contacts") }, turns);
}

/** The characters of an utterance as spans: words that can be clicked, hits marked. Positions are code points. */
function wordsOf(utterance, marks) {
  const characters = Array.from(utterance.text);
  const wordAt = new Array(characters.length).fill(null);
  let at = 0;
  for (const word of utterance.words || []) {
    const length = Array.from(word[0]).length;
    for (let i = at; i < Math.min(at + length, characters.length); ++i) wordAt[i] = word;
    at += length;
  }
  const markAt = (i) => marks.filter((mark) => i >= mark.from && i < mark.to).sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))[0] || null;
  const pieces = [];
  for (let i = 0; i < characters.length;) {
    const word = wordAt[i]; const mark = markAt(i);
    let end = i + 1;
    while (end < characters.length && wordAt[end] === word && (markAt(end)?.severity ?? null) === (mark?.severity ?? null)) end += 1;
    const text = characters.slice(i, end).join("");
    const span = word ? h("span", { class: `word ${word[3] < 0.4 ? "weak" : ""}`, title: `${clock(word[1])} · ${word[3].toFixed(2)}`, onclick: () => seek(word[1], true) }, text) : document.createTextNode(text);
    pieces.push(mark ? h("mark", { class: mark.severity }, span) : span);
    i = end;
  }
  return pieces;
}

/* ---- sound ---- */
function wavePanel(contact) {
  if (!contact.peaks.length) return null;
  const canvas = h("canvas", { id: "wave", role: "img", "aria-label": `${t("play")} ${contact.id}`, onclick: (event) => seek((event.offsetX / event.target.clientWidth) * contact.facts.duration, false) });
  const parts = [canvas];
  if (contact.audio) {
    player.audio = new Audio(`report-data/audio/${contact.audio}`);
    player.audio.preload = "metadata";
    player.audio.addEventListener("ended", refresh);
    const speed = h("select", { "aria-label": t("speed"), onchange: (event) => { player.audio.playbackRate = Number(event.target.value); } }, [0.5, 0.75, 1, 1.25, 1.5, 2, 3].map((one) => h("option", { value: String(one), selected: one === 1 }, `${one}×`)));
    parts.push(h("div", { class: "controls" },
      h("button", { id: "play", onclick: toggle }, t("play")), speed,
      h("button", { "aria-pressed": "false", onclick: (event) => { player.skip = !player.skip; event.target.setAttribute("aria-pressed", String(player.skip)); } }, t("skip")),
      h("button", { "aria-pressed": "false", onclick: (event) => { player.loop = player.loop ? null : player.last || null; event.target.setAttribute("aria-pressed", String(Boolean(player.loop))); } }, t("loop")),
      h("span", { class: "clock", id: "clock" }, `00:00 / ${clock(contact.facts.duration)}`)));
  }
  parts.push(h("div", { class: "legend" }, contact.peaks.length === 2 ? [h("span", {}, h("i", { style: "background:var(--agent)" }), t("agent")), h("span", {}, h("i", { style: "background:var(--customer)" }), t("customer"))] : null,
    SEVERITIES.map((one) => h("span", {}, h("i", { style: `background:var(--${one})` }), t(`severity_${one}`))), h("span", {}, h("i", { style: "background:var(--line)" }), t("silent")), h("span", {}, h("i", { style: "border:2px solid var(--serious)" }), t("overlap"))));
  return h("section", { class: "wave" }, parts);
}

function drawWave() {
  const canvas = document.getElementById("wave"); const contact = player.contact;
  if (!canvas || !contact) return;
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const width = canvas.clientWidth; const height = canvas.clientHeight; const scale = window.devicePixelRatio || 1;
  canvas.width = width * scale; canvas.height = height * scale;
  const draw2d = canvas.getContext("2d");
  draw2d.scale(scale, scale);
  const total = Math.max(1, contact.facts.duration); const x = (ms) => (ms / total) * width;
  draw2d.fillStyle = colour("ground");
  for (const [from, to] of contact.facts.silences) draw2d.fillRect(x(from), 14, x(to) - x(from), height - 14);
  const roles = contact.utterances.reduce((known, one) => known.add(one.role), new Set());
  const lane = (height - 14) / contact.peaks.length;
  contact.peaks.forEach((peaks, channel) => {
    draw2d.fillStyle = contact.peaks.length === 1 ? colour("unsure") : colour(channelRole(contact, channel, roles));
    const middle = 14 + lane * (channel + 0.5); const pairs = peaks.length / 2;
    const loudest = Math.max(8, ...peaks.map(Math.abs));
    for (let px = 0; px < width; ++px) {
      const first = Math.floor((px / width) * pairs); const last = Math.max(first + 1, Math.floor(((px + 1) / width) * pairs));
      let low = 0; let high = 0;
      for (let i = first; i < last && i < pairs; ++i) { low = Math.min(low, peaks[2 * i]); high = Math.max(high, peaks[2 * i + 1]); }
      draw2d.fillRect(px, middle - (high / loudest) * lane * 0.46, 1, Math.max(1, ((high - low) / loudest) * lane * 0.46));
    }
  });
  draw2d.strokeStyle = colour("serious"); draw2d.lineWidth = 2;
  for (const [from, to] of contact.facts.overlaps) draw2d.strokeRect(x(from), 15, Math.max(2, x(to) - x(from)), height - 16);
  for (const finding of [...contact.findings].reverse()) {
    draw2d.fillStyle = colour(finding.severity); draw2d.globalAlpha = finding.verdict === "hit" ? 1 : 0.45;
    const spans = finding.spans.length ? finding.spans : finding.utterances.map((u) => contact.utterances[u]).filter(Boolean);
    for (const span of spans) if (span.start !== null) draw2d.fillRect(x(span.start), 2, Math.max(3, x(span.end ?? span.start) - x(span.start)), 9);
    draw2d.globalAlpha = 1;
  }
  if (player.audio) { draw2d.fillStyle = colour("ink"); draw2d.fillRect(x(player.audio.currentTime * 1000), 0, 1.5, height); }
}

/** Which role a channel of the recording has: the left one is the agent's unless the guess or the user said otherwise. */
function channelRole(contact, channel) {
  return (contact.left_role || "agent") === "agent" ? (channel === 0 ? "agent" : "customer") : (channel === 0 ? "customer" : "agent");
}

function toggle() { if (!player.audio) return; if (player.audio.paused) { player.audio.play(); tick(); } else player.audio.pause(); refresh(); }
function seek(ms, play) { if (!player.audio) return; player.audio.currentTime = ms / 1000; if (play && player.audio.paused) { player.audio.play(); tick(); } refresh(); }
function jump(contact, span) {
  document.getElementById(`turn-${span.u}`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  player.last = span.end ? span : null;
  if (span.start !== null) seek(Math.max(0, span.start - 300), true);
}
function tick() { cancelAnimationFrame(player.raf); player.raf = requestAnimationFrame(() => { refresh(); if (player.audio && !player.audio.paused) tick(); }); }
function refresh() {
  const { audio, contact } = player;
  if (!audio || !contact) return;
  const now = audio.currentTime * 1000;
  if (player.loop && now > player.loop.end + 200) audio.currentTime = Math.max(0, player.loop.start - 300) / 1000;
  if (player.skip) { const gap = contact.facts.silences.find(([from, to]) => now > from + 300 && now < to - 300); if (gap) audio.currentTime = (gap[1] - 200) / 1000; }
  document.getElementById("clock").textContent = `${clock(now)} / ${clock(contact.facts.duration)}`;
  document.getElementById("play").textContent = audio.paused ? t("play") : t("pause");
  contact.utterances.forEach((utterance, i) => document.getElementById(`turn-${i}`)?.classList.toggle("playing", !audio.paused && utterance.start !== null && now >= utterance.start && now < utterance.end));
  drawWave();
}
function stop() { if (player.audio) player.audio.pause(); cancelAnimationFrame(player.raf); player.audio = null; player.loop = null; player.contact = null; }

/* ---- keyboard ---- */
document.addEventListener("keydown", (event) => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement?.tagName ?? "");
  if (event.key === "Escape") { if (typing) document.activeElement.blur(); else if (state.view === "contact") go("contacts"); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); if (state.view !== "contacts") go("contacts"); setTimeout(() => document.getElementById("search")?.focus(), 0); return; }
  if (state.view === "contact") {
    if (event.key === " " && document.activeElement?.tagName !== "BUTTON") { event.preventDefault(); toggle(); }
    if (event.key === "j" || event.key === "k") {
      const here = state.shown.indexOf(state.open); const next = state.shown[here + (event.key === "j" ? 1 : -1)];
      if (next !== undefined) go("contact", next);
    }
  } else if (state.view === "contacts") {
    const visible = state.shown.slice(state.page * PAGE_SIZE, (state.page + 1) * PAGE_SIZE);
    if (event.key === "j") state.here = Math.min(state.here + 1, visible.length - 1);
    else if (event.key === "k") state.here = Math.max(state.here - 1, 0);
    else if (event.key === "Enter" && document.activeElement?.tagName !== "BUTTON" && visible[state.here] !== undefined) { go("contact", visible[state.here]); return; } else return;
    state.refill();
  }
});
window.addEventListener("hashchange", readAddress);
window.addEventListener("resize", () => drawWave());
