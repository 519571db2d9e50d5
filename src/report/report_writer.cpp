#include "report/report_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include "base/files.hpp"
#include "report/detail/cells.hpp"
#include "report/detail/page.hpp"
#include "report/detail/workbook.hpp"

namespace redline::report {
namespace {

using detail::Json;
namespace fs = std::filesystem;

constexpr std::size_t kContactsPerIndex = 1'000;
constexpr std::size_t kContactsPerDetail = 20;

int rank(const std::string& severity) { return severity == "red" ? 0 : severity == "serious" ? 1 : 2; }

bool is_worse(const WorstContact& a, const WorstContact& b) {
  return std::tuple(a.score, rank(a.severity), a.id) < std::tuple(b.score, rank(b.severity), b.id);
}

const Json* gravest_hit(const Json& contact) {
  for (const auto& finding : contact.at("findings")) {  // by severity
    if (finding.at("verdict") == "hit") return &finding;
  }
  return nullptr;
}

void count_into(const Json& contact, Totals& totals) {
  ++totals.contacts;
  if (!contact.at("error").is_null()) {
    ++totals.failed;
    return;
  }
  totals.seconds += contact.at("facts").at("duration").get<double>() / 1000;
  totals.undecidable += contact.at("undecidable").size();
  std::set<std::string> codes;
  for (const auto& finding : contact.at("findings")) {
    if (finding.at("verdict") == "hit") {
      codes.insert(finding.at("code").get<std::string>());
      ++totals.severities[finding.at("severity").get<std::string>()];
    } else {
      ++totals.uncertain;
    }
  }
  for (const auto& code : codes) ++totals.hits[code];
  if (codes.empty()) ++totals.clean;
  if (contact.at("score").at("red").get<bool>()) ++totals.red_line;
  const Json* finding = gravest_hit(contact);
  if (finding == nullptr) return;
  WorstContact worst{contact.at("id"),
                     contact.at("score").at("value"),
                     contact.at("score").at("red"),
                     finding->at("code"),
                     finding->at("severity"),
                     finding->at("title").at("zh"),
                     finding->at("title").at("en"),
                     detail::quote_of(contact, *finding),
                     detail::time_of(contact, *finding)};
  const auto at = std::upper_bound(totals.worst.begin(), totals.worst.end(), worst, is_worse);
  totals.worst.insert(at, std::move(worst));
  if (totals.worst.size() > kWorst) totals.worst.pop_back();
}

/// A file that is written under another name and takes its own only when it is whole.
class OutputFile {
 public:
  explicit OutputFile(fs::path path) : path_(std::move(path)), temporary_(path_.string() + ".part") {
    fs::create_directories(path_.parent_path());
    out_.open(temporary_, std::ios::binary | std::ios::trunc);
  }
  std::ofstream& stream() { return out_; }
  void finish() {
    out_.close();
    if (!out_) throw std::runtime_error("cannot write " + path_.string() + ": is the disk full?");
    fs::rename(temporary_, path_);
  }

 private:
  fs::path path_;
  fs::path temporary_;
  std::ofstream out_;
};

/// Line separators are line ends in older JavaScript; and no "</" may end a script.
std::string script_safe(const std::string& json) {
  std::string safe;
  safe.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '<') {
      safe += "\\u003c";
    } else if (json.compare(i, 3, "\xE2\x80\xA8") == 0 || json.compare(i, 3, "\xE2\x80\xA9") == 0) {
      safe += json[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      safe += json[i];
    }
  }
  return safe;
}

/// The data of the page, in chunks that a page without a server can load: scripts that call a function.
class PageData {
 public:
  explicit PageData(const fs::path& folder) : folder_(folder) {}

  void add(const std::string& line, const Json& contact) {
    index_ += (index_.empty() ? "" : ",\n") + script_safe(index_row(contact).dump());
    details_ += (details_.empty() ? "" : ",\n") + script_safe(line);
    ++count_;
    if (count_ % kContactsPerDetail == 0) write_details();
    if (count_ % kContactsPerIndex == 0) write_index();
  }

  std::size_t finish() {
    write_details();
    write_index();
    return index_files_;
  }

 private:
  static Json index_row(const Json& contact) {
    const auto& fields = contact.at("fields");
    Json codes = Json::array();
    for (const auto& finding : contact.at("findings")) {
      codes.push_back({finding.at("code"), finding.at("severity"), finding.at("verdict")});
    }
    const Json* finding = gravest_hit(contact);
    if (finding == nullptr && !contact.at("findings").empty()) finding = &contact.at("findings").front();
    const std::string quote = finding == nullptr ? std::string() : detail::quote_of(contact, *finding);
    return Json::array({contact.at("id"), contact.at("channel"), fields.value("started_at", ""),
                        fields.value("agent.id", ""), fields.value("agent.employer_name", ""),
                        fields.value("party.relation", ""),
                        contact.at("score").is_null() ? Json(nullptr) : contact.at("score").at("value"),
                        contact.at("score").is_null() ? Json(false) : contact.at("score").at("red"), codes,
                        contact.at("undecidable").size(), contact.at("facts").at("duration"), quote,
                        contact.at("error").is_null() ? Json(nullptr) : contact.at("error").at("message")});
  }

  void write(const std::string& name, const std::string& script) {
    OutputFile file(folder_ / name);
    file.stream() << script;
    file.finish();
  }

  void write_details() {
    if (details_.empty()) return;
    write(fmt::format("contacts-{:05}.js", detail_files_),
          fmt::format("redline.details({},[\n{}\n]);\n", detail_files_, details_));
    details_.clear();
    ++detail_files_;
  }

  void write_index() {
    if (index_.empty()) return;
    write(fmt::format("index-{:05}.js", index_files_),
          fmt::format("redline.index({},[\n{}\n]);\n", index_files_, index_));
    index_.clear();
    ++index_files_;
  }

  fs::path folder_;
  std::string index_{};
  std::string details_{};
  std::size_t count_ = 0;
  std::size_t detail_files_ = 0;
  std::size_t index_files_ = 0;
};

void write_page(const fs::path& folder, const Totals& totals, const ReportInfo& info, std::size_t index_files) {
  Json hits = Json::array();
  for (const auto& [code, count] : totals.hits) hits.push_back({code, count});
  const Json head{{"pack", info.pack},
                  {"pack_hash", info.pack_hash},
                  {"partial", info.partial},
                  {"contacts", totals.contacts},
                  {"failed", totals.failed},
                  {"clean", totals.clean},
                  {"red_line", totals.red_line},
                  {"uncertain", totals.uncertain},
                  {"undecidable", totals.undecidable},
                  {"seconds", totals.seconds},
                  {"severities", totals.severities},
                  {"hits", std::move(hits)},
                  {"index_files", index_files},
                  {"contacts_per_detail", kContactsPerDetail}};
  OutputFile data(folder / "report-data" / "head.js");
  data.stream() << "redline.head(" << script_safe(head.dump()) << ");\n";
  data.finish();
  for (const auto& [name, bytes] : {std::pair{"report-data/report.js", detail::page_js},
                                    {"report-data/report.css", detail::page_css},
                                    {"report.html", detail::page_html}}) {
    OutputFile file(folder / name);
    file.stream() << bytes;
    file.finish();
  }
}

}  // namespace

void TotalsCounter::add(const std::string& report_line) { count_into(Json::parse(report_line), totals_); }
Totals TotalsCounter::totals() const { return totals_; }

Totals write_report(const fs::path& spool, const fs::path& folder, const ReportInfo& info) {
  Totals totals;
  OutputFile csv(folder / "contacts.csv");
  csv.stream() << "\xEF\xBB\xBF";
  const auto& columns = detail::contact_columns();
  for (std::size_t i = 0; i < columns.size(); ++i) csv.stream() << (i == 0 ? "" : ",") << columns[i].name;
  csv.stream() << "\r\n";
  const fs::path sheet = folder / "summary.xlsx.part";
  detail::Workbook workbook(sheet);
  PageData page(folder / "report-data");
  std::ifstream in(spool, std::ios::binary);
  std::string line;
  while (std::getline(in, line)) {
    const Json contact = Json::parse(line);
    count_into(contact, totals);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string cell = columns[i].cell(contact);
      csv.stream() << (i == 0 ? "" : ",") << detail::csv_cell(columns[i].number ? cell : detail::inert(cell));
    }
    csv.stream() << "\r\n";
    workbook.add(contact);
    page.add(line, contact);
  }
  csv.finish();
  workbook.finish(totals, info);
  fs::rename(sheet, folder / "summary.xlsx");
  write_page(folder, totals, info, page.finish());
  return totals;
}

}  // namespace redline::report
