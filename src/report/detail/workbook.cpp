#include "report/detail/workbook.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <stdexcept>

namespace redline::report::detail {
namespace {

constexpr lxw_row_t kLastRow = 1'048'575;  // the format's own limit

/// The sheets must exist before rows are streamed into them; the summary, though written last, stands first.
struct Sheet {
  lxw_worksheet* sheet = nullptr;
  lxw_row_t row = 0;
};

void put_text(const Sheet& sheet, lxw_col_t column, const std::string& text, lxw_format* format = nullptr) {
  constexpr std::size_t kLongestCell = 32'000;  // bytes; a cell holds 32,767 characters
  worksheet_write_string(sheet.sheet, sheet.row, column,
                         text.size() > kLongestCell ? text.substr(0, kLongestCell).c_str() : text.c_str(), format);
}

void put_number(const Sheet& sheet, lxw_col_t column, double value) {
  worksheet_write_number(sheet.sheet, sheet.row, column, value, nullptr);
}

}  // namespace

struct Workbook::Impl {
  lxw_workbook* book = nullptr;
  lxw_format* bold = nullptr;
  Sheet summary, contacts, findings, failed;

  void header(Sheet& sheet, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) put_text(sheet, static_cast<lxw_col_t>(i), names[i], bold);
    worksheet_freeze_panes(sheet.sheet, 1, 0);
    sheet.row = 1;
  }
};

Workbook::Workbook(const std::filesystem::path& path) : impl_(std::make_unique<Impl>()) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  impl_->book = workbook_new_opt(path.c_str(), &options);
  if (impl_->book == nullptr) throw std::runtime_error("cannot write " + path.string());
  lxw_doc_properties properties{};
  properties.created = 1'577'836'800;  // 2020-01-01: a report's bytes do not depend on the day
  workbook_set_properties(impl_->book, &properties);
  impl_->bold = workbook_add_format(impl_->book);
  format_set_bold(impl_->bold);
  impl_->summary.sheet = workbook_add_worksheet(impl_->book, "汇总 Summary");
  impl_->contacts.sheet = workbook_add_worksheet(impl_->book, "会话 Contacts");
  impl_->findings.sheet = workbook_add_worksheet(impl_->book, "命中 Findings");
  impl_->failed.sheet = workbook_add_worksheet(impl_->book, "未质检 Failed");
  std::vector<std::string> names;
  for (const auto& column : contact_columns()) names.push_back(fmt::format("{} {}", column.zh, column.name));
  impl_->header(impl_->contacts, names);
  impl_->header(impl_->findings, {"编号 id", "坐席 agent", "代码 code", "规则 rule", "级别 severity", "判定 verdict",
                                  "置信度 confidence", "时间 time", "语句 utterance", "说明", "reason"});
  impl_->header(impl_->failed, {"编号 id", "来源 source", "原因 reason", "说明 message"});
}

Workbook::~Workbook() {
  if (impl_->book != nullptr) workbook_close(impl_->book);
}

void Workbook::add(const Json& contact) {
  if (impl_->contacts.row < kLastRow) {
    lxw_col_t at = 0;
    for (const auto& column : contact_columns()) {
      const std::string cell = column.cell(contact);
      if (column.number && !cell.empty() && cell.find_first_not_of("0123456789.-") == std::string::npos) {
        put_number(impl_->contacts, at, std::stod(cell));
      } else {
        put_text(impl_->contacts, at, cell);
      }
      ++at;
    }
    ++impl_->contacts.row;
  }
  const auto agent = contact.at("fields").value("agent.id", std::string());
  for (const auto& finding : contact.at("findings")) {
    if (impl_->findings.row >= kLastRow) break;
    const std::string cells[] = {
        contact.at("id"), agent, finding.at("code"), finding.at("rule"), finding.at("severity"), finding.at("verdict")};
    for (lxw_col_t i = 0; i < 6; ++i) put_text(impl_->findings, i, cells[i]);
    put_number(impl_->findings, 6, finding.at("confidence").get<double>());
    put_text(impl_->findings, 7, time_of(contact, finding));
    put_text(impl_->findings, 8, quote_of(contact, finding));
    put_text(impl_->findings, 9, finding.at("reason").at("zh"));
    put_text(impl_->findings, 10, finding.at("reason").at("en"));
    ++impl_->findings.row;
  }
  if (!contact.at("error").is_null() && impl_->failed.row < kLastRow) {
    const std::string cells[] = {contact.at("id"), contact.at("source"), contact.at("error").at("reason"),
                                 contact.at("error").at("message")};
    for (lxw_col_t i = 0; i < 4; ++i) put_text(impl_->failed, i, cells[i]);
    ++impl_->failed.row;
  }
}

void Workbook::finish(const Totals& totals, const ReportInfo& info) {
  Sheet& sheet = impl_->summary;
  const auto line = [&](const char* name, double value) {
    put_text(sheet, 0, name);
    put_number(sheet, 1, value);
    ++sheet.row;
  };
  put_text(sheet, 0, "规则包 pack", impl_->bold);
  put_text(sheet, 1, info.pack);
  ++sheet.row;
  put_text(sheet, 0, "规则包哈希 hash", impl_->bold);
  put_text(sheet, 1, info.pack_hash);
  ++sheet.row;
  line("会话数 contacts", static_cast<double>(totals.contacts));
  line("已质检 inspected", static_cast<double>(totals.contacts - totals.failed));
  line("未能质检 failed", static_cast<double>(totals.failed));
  line("无命中 without a hit", static_cast<double>(totals.clean));
  line("触及红线 with a red line", static_cast<double>(totals.red_line));
  line("存疑命中 uncertain findings", static_cast<double>(totals.uncertain));
  line("不可判定 undecidable verdicts", static_cast<double>(totals.undecidable));
  line("时长(小时) hours", totals.seconds / 3600);
  ++sheet.row;
  put_text(sheet, 0, "违规代码 code", impl_->bold);
  put_text(sheet, 1, "会话数 contacts", impl_->bold);
  ++sheet.row;
  for (const auto& [code, count] : totals.hits) line(code.c_str(), static_cast<double>(count));
  worksheet_set_column(sheet.sheet, 0, 1, 34, nullptr);
  const lxw_error failure = workbook_close(impl_->book);
  impl_->book = nullptr;
  if (failure != LXW_NO_ERROR)
    throw std::runtime_error(std::string("summary.xlsx cannot be written: ") + lxw_strerror(failure));
}

}  // namespace redline::report::detail
