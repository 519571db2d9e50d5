#include "cli/inspect_command.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.hpp"
#include "base/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/table.hpp"
#include "conversation/conversation_json.hpp"
#include "crypto/digest.hpp"
#include "inspection/input.hpp"
#include "inspection/inspector.hpp"
#include "inspection/runner.hpp"
#include "report/contact_json.hpp"
#include "report/report_writer.hpp"
#include "report/run_folder.hpp"

namespace redline::cli {
namespace {

using base::Result;
using inspection::Inspector;
using inspection::LazySpeech;
using store::WorkItem;
namespace fs = std::filesystem;

/// What a worker makes of one contact; texts only, so that the ordering buffer stays small.
struct Done {
  std::string findings_line{};
  std::string report_line{};
  std::optional<base::Error> error{};
  std::optional<conversation::Severity> worst{};
};

std::optional<conversation::Severity> worst_hit(const conversation::Inspection& inspection) {
  for (const auto& finding : inspection.findings) {  // by severity
    if (finding.verdict == conversation::Verdict::kHit) return finding.severity;
  }
  return std::nullopt;
}

struct Setup {
  std::shared_ptr<const rules::CompiledPack> pack{};
  store::WorkIndex index;
  inspection::InspectorOptions options{};
  unsigned threads = 1;
};

Result<Setup> set_up(const InspectArguments& arguments) {
  auto pack = rules::load_pack(pack_path(arguments.pack));
  if (!pack) return pack.error();
  std::vector<std::string> notes;
  auto index = inspection::collect_inputs(arguments.paths, {.manifest = arguments.manifest}, notes);
  if (!index) return index.error();
  for (const auto& note : notes) print_note(note);
  Setup setup{*pack,
              *std::move(index),
              {},
              arguments.threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : arguments.threads};
  if (!arguments.roles.empty()) {
    auto plan = inspection::parse_roles(arguments.roles);
    if (!plan) return plan.error();
    setup.options.roles = *plan;
  }
  if (arguments.use_cache) setup.options.cache_folder = base::home_folders().cache;
  if (!arguments.output.empty()) setup.options.listening_folder = arguments.output / "report-data" / "audio";
  return setup;
}

speech::SpeechOptions speech_options(const InspectArguments& arguments) {
  speech::SpeechOptions options;
  options.recogniser_model = arguments.recogniser;
  options.tenant_words = arguments.tenant_words;
  return options;
}

/// What the results of a run depend on: a resumed run must have the same.
std::string fingerprint(const InspectArguments& arguments, const Setup& setup) {
  crypto::Sha256 hash;
  hash.update_field(rules::identity(*setup.pack).hash).update_field(setup.index.fingerprint());
  hash.update_field(arguments.recogniser).update_field(arguments.roles).update_field(arguments.tenant_words);
  return hash.finish().text();
}

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60) return size.ws_col;
  return 140;
}

/// Runs over the index and gives each result to `take`, in order. Counts failures and prints them.
template <typename Take>
inspection::RunEnd run(const InspectArguments& arguments, const Setup& setup, const std::string& after,
                       std::uint64_t done_before, std::uint64_t& failed, const Take& take) {
  LazySpeech speech(speech_options(arguments));
  const auto make_worker = [&]() -> inspection::Worker<Done> {
    auto inspector = std::make_shared<Inspector>(setup.pack, speech, setup.options);
    const bool wants_report = !arguments.output.empty() || arguments.format == OutputFormat::kTable;
    return [inspector, wants_report](const WorkItem& item) {
      const auto contact = inspector->inspect(item);
      Done done{
          conversation::to_json_line(contact.inspection), {}, contact.inspection.error, worst_hit(contact.inspection)};
      if (wants_report) done.report_line = report::to_report_json(contact);
      return done;
    };
  };
  Progress progress(setup.index.size(), done_before);
  const auto end = inspection::run_in_order<Done>(setup.index, after, setup.threads, make_worker,
                                                  [&](const WorkItem& item, Done done) {
                                                    if (done.error) {
                                                      ++failed;
                                                      progress.finish();
                                                      fmt::print(stderr, "redline: {}: not inspected: {} [{}]\n",
                                                                 item.id, done.error->describe(), done.error->reason());
                                                    }
                                                    take(item, done);
                                                    progress.step(failed);
                                                  });
  progress.finish();
  return end;
}

bool at_least(const std::optional<conversation::Severity>& found, const std::optional<conversation::Severity>& bound) {
  return found && bound && *found <= *bound;  // the graver, the smaller
}

/// Into a folder: spool and findings while it runs, the report from the spool at the end.
int inspect_into_folder(const InspectArguments& arguments, const Setup& setup) {
  auto folder = report::RunFolder::open(
      arguments.output, fingerprint(arguments, setup),
      arguments.start == Start::kResume ? report::RunFolder::Mode::kResume : report::RunFolder::Mode::kFresh);
  if (!folder) {
    print_error(folder.error());
    return kWrongUsage;
  }
  if (folder->count() > 0) print_note(fmt::format("going on behind {} contacts that are done", folder->count()));
  std::uint64_t failed = 0;
  bool found = false;
  const auto end =
      run(arguments, setup, folder->last_id(), folder->count(), failed, [&](const WorkItem& item, const Done& done) {
        folder->append(done.findings_line, done.report_line, item.id);
        if (arguments.format == OutputFormat::kJsonLines) fmt::print("{}\n", done.findings_line);
        found = found || at_least(done.worst, arguments.fail_on);
      });
  folder->flush();
  const auto& pack = rules::identity(*setup.pack);
  const bool partial = end == inspection::RunEnd::kInterrupted;
  const auto totals =
      report::write_report(folder->spool(), arguments.output, {pack.name + " " + pack.version, pack.hash, partial});
  if (arguments.format == OutputFormat::kTable)
    fmt::print("{}", totals_table(totals, arguments.language, terminal_width()));
  const fs::path page = fs::absolute(arguments.output / "report.html").lexically_normal();
  if (partial) {
    print_note(fmt::format("interrupted: {} of {} contacts are in {}; go on with the same command and --resume",
                           totals.contacts, setup.index.size(), arguments.output.string()));
    return 130;
  }
  folder->complete();
  fmt::print(arguments.format == OutputFormat::kTable ? stdout : stderr, "\n{} {}\n",
             arguments.language == Language::kChinese ? "报告：" : "report:", page.string());
  return totals.failed > 0 ? kSomeFailed : found ? kFoundSomething : kDone;
}

int inspect_to_terminal(const InspectArguments& arguments, const Setup& setup) {
  std::uint64_t failed = 0;
  bool found = false;
  report::TotalsCounter counter;
  const auto end = run(arguments, setup, "", 0, failed, [&](const WorkItem&, const Done& done) {
    if (arguments.format == OutputFormat::kJsonLines) {
      fmt::print("{}\n", done.findings_line);
    } else {
      counter.add(done.report_line);
    }
    found = found || at_least(done.worst, arguments.fail_on);
  });
  std::fflush(stdout);
  if (arguments.format == OutputFormat::kTable)
    fmt::print("{}", totals_table(counter.totals(), arguments.language, terminal_width()));
  if (end == inspection::RunEnd::kInterrupted) {
    print_note("interrupted");
    return 130;
  }
  return failed > 0 ? kSomeFailed : found ? kFoundSomething : kDone;
}

}  // namespace

fs::path pack_path(const std::string& name) {
  const std::string wanted = name.empty() ? "cn" : name;
  if (fs::exists(wanted)) return wanted;
  return base::share_folder() / "packs" / wanted;
}

Language language_of_environment() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0')
      return std::string_view(value).starts_with("zh") ? Language::kChinese : Language::kEnglish;
  }
  return Language::kEnglish;
}

int inspect(const InspectArguments& arguments) {
  auto setup = set_up(arguments);
  if (!setup) {
    print_error(setup.error());
    return kWrongUsage;
  }
  if (setup->index.size() == 0) {
    print_note("redline: there is nothing to inspect in what was named");
    return kWrongUsage;
  }
  return arguments.output.empty() ? inspect_to_terminal(arguments, *setup) : inspect_into_folder(arguments, *setup);
}

int transcribe(const InspectArguments& arguments) {
  auto setup = set_up(arguments);
  if (!setup) {
    print_error(setup.error());
    return kWrongUsage;
  }
  LazySpeech speech(speech_options(arguments));
  struct Line {
    std::string text{};
    std::optional<base::Error> error{};
  };
  const auto make_worker = [&]() -> inspection::Worker<Line> {
    auto inspector = std::make_shared<Inspector>(setup->pack, speech, setup->options);
    return [inspector](const WorkItem& item) -> Line {
      auto conversation = inspector->transcribe(item);
      if (!conversation) return {{}, conversation.error()};
      return {conversation::to_json_line(*conversation), {}};
    };
  };
  std::uint64_t failed = 0;
  Progress progress(setup->index.size(), 0);
  const auto end = inspection::run_in_order<Line>(
      setup->index, "", setup->threads, make_worker, [&](const WorkItem& item, Line line) {
        if (line.error) {
          ++failed;
          progress.finish();
          fmt::print(stderr, "redline: {}: {} [{}]\n", item.id, line.error->describe(), line.error->reason());
        } else {
          fmt::print("{}\n", line.text);
        }
        progress.step(failed);
      });
  progress.finish();
  std::fflush(stdout);
  if (end == inspection::RunEnd::kInterrupted) return 130;
  return failed > 0 ? kSomeFailed : kDone;
}

}  // namespace redline::cli
