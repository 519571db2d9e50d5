#include "conversation/csv.hpp"

namespace redline::conversation {
namespace {

constexpr std::size_t kLongestField = 1U << 20U;

}  // namespace

base::Error CsvReader::problem(const char* reason, const char* message) const {
  return {base::ErrorCode::kInvalid, reason, message, {.line = line_, .column = at_ - line_start_ + 1}};
}

void CsvReader::skip_line() {
  while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  if (at_ < text_.size()) {
    ++at_;
    ++line_;
    line_start_ = at_;
  }
}

std::string CsvReader::plain_field() {
  const std::size_t from = at_;
  while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') ++at_;
  std::string field(text_.substr(from, at_ - from));
  if (!field.empty() && field.back() == '\r') field.pop_back();
  return field;
}

base::Result<std::string> CsvReader::quoted_field() {
  std::string field;
  ++at_;
  while (true) {
    if (at_ >= text_.size()) return problem("csv.syntax", "a quotation mark is not closed");
    const char c = text_[at_++];
    if (c == '"') {
      if (at_ >= text_.size() || text_[at_] != '"') break;
      ++at_;
    }
    if (c == '\n') {
      ++line_;
      line_start_ = at_;
    }
    field += c;
    if (field.size() > kLongestField) return problem("csv.too_large", "a field is longer than 1 MiB");
  }
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n') {
    return problem("csv.syntax", "expected a comma or the end of the line behind a closing quotation mark");
  }
  return field;
}

std::optional<base::Result<CsvRow>> CsvReader::next() {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n")) skip_line();
  if (at_ >= text_.size()) return std::nullopt;
  CsvRow row{.line = line_, .begin = at_};
  while (true) {
    if (at_ < text_.size() && text_[at_] == '"') {
      auto field = quoted_field();
      if (!field) {
        skip_line();
        return field.error();
      }
      row.fields.push_back(*std::move(field));
    } else {
      row.fields.push_back(plain_field());
    }
    if (at_ >= text_.size() || text_[at_] == '\n') break;
    ++at_;  // the comma
  }
  skip_line();
  row.end = at_;
  return row;
}

}  // namespace redline::conversation
