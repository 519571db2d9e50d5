// The page's files, embedded at build time.
#pragma once

#include <string_view>

namespace redline::report::detail {

extern const std::string_view page_html;
extern const std::string_view page_js;
extern const std::string_view page_css;

}  // namespace redline::report::detail
