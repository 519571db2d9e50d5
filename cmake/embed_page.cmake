# Writes a C++ file that holds the report page's files as strings. Raw literals are cut into pieces below the length that
# the standard guarantees.
set(text "// Generated from web/report by cmake/embed_page.cmake.\n#include \"report/detail/page.hpp\"\n\nnamespace redline::report::detail {\n\n")
foreach(name IN ITEMS html js css)
  file(READ ${FOLDER}/report.${name} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND text "static const char kBytes_${name}[] = {${bytes}'\\0'};\n")
  string(APPEND text "const std::string_view page_${name}(kBytes_${name}, sizeof kBytes_${name} - 1);\n\n")
endforeach()
string(APPEND text "}  // namespace redline::report::detail\n")
file(WRITE ${OUT} "${text}")
