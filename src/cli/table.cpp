#include "cli/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.hpp"

namespace redline::cli {
namespace {

std::size_t cells(char32_t character) {
  const bool wide = (character >= 0x1100 && character <= 0x115F) || (character >= 0x2E80 && character <= 0xA4CF) ||
                    (character >= 0xAC00 && character <= 0xD7A3) || (character >= 0xF900 && character <= 0xFAFF) ||
                    (character >= 0xFE30 && character <= 0xFE6F) || (character >= 0xFF00 && character <= 0xFF60) ||
                    (character >= 0xFFE0 && character <= 0xFFE6) || character >= 0x20000;
  return wide ? 2 : 1;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::string cut = fit(text, width);
  return cut + std::string(width - display_width(cut), ' ');
}

std::string number_line(const char* name, std::uint64_t value, std::size_t width) {
  return padded(name, width) + fmt::format("{:>8}\n", value);
}

}  // namespace

std::size_t display_width(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += cells(text::next_character(text, at));
  return width;
}

std::string fit(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  std::string cut;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t character = text::next_character(text, at);
    if (used + cells(character) > width - 1) break;
    used += cells(character);
    text::append(cut, character);
  }
  return cut + "…";
}

std::string totals_table(const report::Totals& totals, Language language, std::size_t width) {
  const bool zh = language == Language::kChinese;
  std::string out;
  if (!totals.worst.empty()) {
    const std::size_t id = std::min<std::size_t>(24, std::max<std::size_t>(10, width / 6));
    const std::size_t title = std::min<std::size_t>(34, std::max<std::size_t>(16, width / 4));
    const std::size_t quote = width > id + title + 38 ? width - id - title - 38 : 20;
    out += padded(zh ? "编号" : "CONTACT", id) + padded(zh ? "得分" : "SCORE", 7) + padded(zh ? "代码" : "CODE", 22) +
           padded(zh ? "发现" : "FINDING", title) + " " + padded(zh ? "时间" : "AT", 7) + (zh ? "原话" : "SENTENCE") +
           "\n";
    for (const auto& worst : totals.worst) {
      out += padded(worst.id, id - 1) + " " +
             padded(fmt::format("{:.0f}{}", worst.score, worst.red_line ? " !" : ""), 7) + padded(worst.code, 21) +
             " " + padded(zh ? worst.title_zh : worst.title_en, title) + " " + padded(worst.time, 7) +
             fit(worst.quote, quote) + "\n";
    }
    out += "\n";
  }
  const std::size_t name = 44;
  out += number_line(zh ? "会话总数" : "contacts", totals.contacts, name);
  out += number_line(zh ? "  未发现违规" : "  without a violation", totals.clean, name);
  out += number_line(zh ? "  触及红线" : "  with a red line (!)", totals.red_line, name);
  out += number_line(zh ? "  未能质检" : "  not inspected (see the reasons)", totals.failed, name);
  out += number_line(zh ? "存疑，需人工确认" : "findings that a person must settle", totals.uncertain, name);
  out += number_line(zh ? "因缺少事实不可判定" : "verdicts that lacked a fact", totals.undecidable, name);
  out += padded(zh ? "语音时长（小时）" : "hours of talk", name) + fmt::format("{:>8.2f}\n", totals.seconds / 3600);
  if (!totals.hits.empty()) {
    out += zh ? "\n按违规代码（会话数）\n" : "\ncontacts by violation\n";
    std::vector<std::pair<std::string, std::uint64_t>> hits(totals.hits.begin(), totals.hits.end());
    std::stable_sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [code, count] : hits) out += number_line(("  " + code).c_str(), count, name);
  }
  return out;
}

}  // namespace redline::cli
