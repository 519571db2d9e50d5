#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>

#include "cli/inspect_command.hpp"
#include "cli/models_command.hpp"
#include "cli/output.hpp"
#include "cli/rules_command.hpp"

namespace redline::cli {
namespace {

void add_input_options(CLI::App& app, InspectArguments& arguments) {
  app.add_option("PATH", arguments.paths, "recordings, transcripts, folders or globs")->required();
  app.add_option("--manifest", arguments.manifest,
                 "CSV or JSON that ties files to contacts, agents, cases and history");
  app.add_option("--roles", arguments.roles,
                 "channels of stereo recordings: left=agent,right=customer (default: guessed)");
  app.add_option("--recogniser", arguments.recogniser, "model id (redline models list)")->capture_default_str();
  app.add_option("--words", arguments.tenant_words, "names that the recogniser should expect, separated by 、");
  app.add_option("-j,--jobs", arguments.threads, "threads (default: one a core)")->check(CLI::Range(1, 256));
  app.add_flag("!--no-cache", arguments.use_cache, "hear everything again and keep nothing");
}

void add_inspect(CLI::App& app, InspectArguments& arguments, int& status) {
  auto* inspect_app = app.add_subcommand("inspect", "inspect recordings and transcripts, report what broke the rules");
  add_input_options(*inspect_app, arguments);
  inspect_app->add_option("--pack", arguments.pack, "rule pack: a name or a path (default: cn)");
  inspect_app->add_option("-o,--output", arguments.output,
                          "folder for report.html, findings.jsonl, contacts.csv, summary.xlsx");
  inspect_app->add_option("--format", arguments.format, "what goes to standard output: table or jsonl")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, OutputFormat>{{"table", OutputFormat::kTable}, {"jsonl", OutputFormat::kJsonLines}}));
  inspect_app->add_flag_callback(
      "--resume", [&] { arguments.start = Start::kResume; }, "go on with an interrupted run in the output folder");
  inspect_app
      ->add_option_function<std::string>(
          "--fail-on", [&](const std::string& level) { arguments.fail_on = conversation::severity_from_text(level); },
          "exit status 1 when there are hits of this severity or graver: red, serious, minor")
      ->check(CLI::IsMember({"red", "serious", "minor"}));
  inspect_app->add_option("--lang", arguments.language, "language of the table: zh or en (default: by the environment)")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Language>{{"zh", Language::kChinese}, {"en", Language::kEnglish}}));
  inspect_app->callback([&, inspect_app] {
    if (arguments.start == Start::kResume && arguments.output.empty())
      throw CLI::ValidationError("--resume", "needs -o DIR");
    status = inspect(arguments);
  });
}

void add_models(CLI::App& app, int& status) {
  auto* models = app.add_subcommand("models", "speech models: list, install, verify, remove");
  models->require_subcommand(1);
  static std::vector<std::string> ids;
  static std::filesystem::path from;
  static bool json = false;
  auto* list = models->add_subcommand("list", "the catalogue and what is installed");
  list->add_flag("--json", json, "as JSON");
  list->callback([&] { status = list_models(json ? ListFormat::kJson : ListFormat::kTable); });
  auto* install = models->add_subcommand("install", "install models (default: those that inspection needs)");
  install->add_option("ID", ids, "model ids");
  install->add_option("--from", from, "folder that holds the model's files, instead of downloading");
  install->callback([&] { status = install_models(ids, from); });
  auto* verify = models->add_subcommand("verify", "hash every file of installed models");
  verify->add_option("ID", ids, "model ids (default: the default models)");
  verify->callback([&] { status = verify_models(ids); });
  auto* remove = models->add_subcommand("remove", "delete installed models");
  remove->add_option("ID", ids, "model ids")->required();
  remove->callback([&] { status = remove_models(ids); });
}

void add_rules(CLI::App& app, int& status) {
  auto* rules_app = app.add_subcommand("rules", "rule packs: check, test");
  rules_app->require_subcommand(1);
  static std::string pack;
  auto* check = rules_app->add_subcommand("check", "read a pack and show its rules, or every error with its place");
  check->add_option("PACK", pack, "a name or a path (default: cn)");
  check->callback([&] { status = check_rules(pack); });
  auto* test = rules_app->add_subcommand("test", "run the pack's inline cases");
  test->add_option("PACK", pack, "a name or a path (default: cn)");
  test->callback([&] { status = test_rules(pack); });
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{
      "Redline inspects debt-collection contacts: which broke which rule, where to listen, why, and how sure it is."};
  app.require_subcommand(1);
  app.set_version_flag("--version", "redline 0.1.0");
  int status = kDone;
  InspectArguments arguments;
  arguments.language = language_of_environment();
  add_inspect(app, arguments, status);
  auto* transcribe_app = app.add_subcommand("transcribe", "write what is read or heard, one conversation a line");
  add_input_options(*transcribe_app, arguments);
  transcribe_app->callback([&] { status = transcribe(arguments); });
  add_models(app, status);
  add_rules(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    return app.exit(failure) == 0 ? kDone : kWrongUsage;
  }
  return status;
}

}  // namespace redline::cli
