#include "rules/detail/reason.hpp"

#include <fmt/format.h>

#include "text/utf8.hpp"

namespace redline::rules::detail {
namespace {

std::string quote_of(const Value& value, const ContactView& view) {
  if (!value.spans.empty()) {
    const auto& span = value.spans.front();
    const std::u32string text = text::decode(view.utterances()[span.utterance]->utterance.text.reveal());
    return text::encode(std::u32string_view(text).substr(span.start, span.end - span.start));
  }
  if (!value.utterances.empty() && value.utterances.front() < view.utterances().size()) {
    return view.utterances()[value.utterances.front()]->utterance.text.reveal();
  }
  return {};
}

std::string time_of(const Value& value, const ContactView& view) {
  std::optional<base::Milliseconds> time;
  if (!value.spans.empty()) time = value.spans.front().start_ms;
  if (!time && !value.utterances.empty()) time = view.utterances()[value.utterances.front()]->utterance.start;
  if (!time) return "--:--";
  const auto seconds = time->count() / 1000;
  return fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
}

std::string fill(const std::string& form, const Value& value, const ContactView& view) {
  std::string out;
  std::size_t at = 0;
  while (at < form.size()) {
    const auto open = form.find('{', at);
    const auto close = open == std::string::npos ? std::string::npos : form.find('}', open);
    if (close == std::string::npos) break;
    out += form.substr(at, open - at);
    const std::string name = form.substr(open + 1, close - open - 1);
    if (name == "quote") {
      out += quote_of(value, view);
    } else if (name == "time") {
      out += time_of(value, view);
    } else if (name == "count") {
      out += fmt::format("{}", std::max(value.spans.size(), value.utterances.size()));
    } else if (const auto field = conversation::find_field(name)) {
      const auto& told = view.contact().fields.value(*field);
      out += told ? conversation::format_field(*told) : "?";
    } else {
      out += form.substr(open, close - open + 1);
    }
    at = close + 1;
  }
  return out + form.substr(std::min(at, form.size()));
}

}  // namespace

conversation::Bilingual reason_of(const Rule& rule, const Value& value, const ContactView& view) {
  if (!rule.reason.zh.empty()) return {fill(rule.reason.zh, value, view), fill(rule.reason.en, value, view)};
  const std::string quote = quote_of(value, view);
  if (quote.empty()) return rule.title;
  return {rule.title.zh + "：“" + quote + "”", rule.title.en + ": \"" + quote + "\""};
}

}  // namespace redline::rules::detail
