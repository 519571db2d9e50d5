// One contact as a row of a table: contacts.csv and the sheets use the same columns.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace redline::report::detail {

using Json = nlohmann::ordered_json;

/// A column: its name in both languages and the cell of a spool line. Numbers are told apart so that spreadsheets can
/// add them up.
struct Column {
  const char* name;
  const char* zh;
  bool number;
  std::string (*cell)(const Json& contact);
};
const std::vector<Column>& contact_columns();

/// A cell that a spreadsheet would take for a formula (=, +, -, @, tab, carriage return in front) gets an apostrophe.
std::string inert(const std::string& cell);
/// Quoted by RFC 4180 where needed.
std::string csv_cell(const std::string& cell);

/// The words of a finding's first evidence with the rest of their sentence, at most 60 characters; "" without any.
std::string quote_of(const Json& contact, const Json& finding);
/// "mm:ss" of a finding's first evidence, or "".
std::string time_of(const Json& contact, const Json& finding);
/// Number of findings of a severity and verdict.
std::size_t count_findings(const Json& contact, std::string_view severity, std::string_view verdict);

}  // namespace redline::report::detail
