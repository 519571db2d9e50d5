#include "rules/detail/regex.hpp"

#define PCRE2_CODE_UNIT_WIDTH 32
#include <fmt/format.h>
#include <pcre2.h>

namespace redline::rules::detail {
namespace {

constexpr std::size_t kLongestPattern = 2000;
constexpr std::uint32_t kMatchLimit = 200'000;  // steps of the matcher: some milliseconds at the most
constexpr std::uint32_t kDepthLimit = 2'000;

}  // namespace

struct Regex::Code {
  pcre2_code* code = nullptr;
  Code() = default;
  ~Code() { pcre2_code_free(code); }
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
};

Regex::Regex(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Regex::~Regex() = default;

base::Result<std::shared_ptr<const Regex>> Regex::compile(const std::string& pattern) {
  using base::Error;
  using base::ErrorCode;
  if (pattern.size() > kLongestPattern) {
    return Error{ErrorCode::kLimit, "pack.bad_regex",
                 fmt::format("the expression is longer than {} bytes", kLongestPattern)};
  }
  // Folded like the text, so that full-width letters or traditional characters in a pattern match too.
  const std::u32string folded = fold_pattern(pattern);
  auto code = std::make_unique<Code>();
  int failure = 0;
  PCRE2_SIZE at = 0;
  code->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(folded.data()), folded.size(),
                             PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &failure, &at, nullptr);
  if (code->code == nullptr) {
    std::u32string buffer(200, U'\0');
    const int length = pcre2_get_error_message(failure, reinterpret_cast<PCRE2_UCHAR*>(buffer.data()), buffer.size());
    std::string message;
    for (int i = 0; i < length; ++i) message += static_cast<char>(buffer[static_cast<std::size_t>(i)]);
    return Error{ErrorCode::kInvalid, "pack.bad_regex",
                 fmt::format("the expression is wrong at its character {}: {}", at + 1, message)};
  }
  pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE);  // without JIT the interpreter does the same, only slower
  return std::shared_ptr<const Regex>(new Regex(std::move(code)));
}

Regex::Matches Regex::find_all(const SpokenText& text) const {
  Matches matches;
  pcre2_match_data* data = pcre2_match_data_create_from_pattern(code_->code, nullptr);
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  pcre2_set_match_limit(context, kMatchLimit);
  pcre2_set_depth_limit(context, kDepthLimit);
  const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.characters.data());
  PCRE2_SIZE from = 0;
  while (from <= text.characters.size()) {
    const int found = pcre2_match(code_->code, subject, text.characters.size(), from, 0, data, context);
    if (found < 0) {
      matches.limit_reached = found != PCRE2_ERROR_NOMATCH;
      break;
    }
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data);
    if (ends[1] > ends[0]) {
      matches.found.push_back({static_cast<std::uint32_t>(ends[0]), static_cast<std::uint32_t>(ends[1])});
    }
    from = ends[1] > from ? ends[1] : from + 1;
  }
  pcre2_match_context_free(context);
  pcre2_match_data_free(data);
  return matches;
}

}  // namespace redline::rules::detail
