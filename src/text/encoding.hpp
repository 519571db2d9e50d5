// Text files of unknown encoding to UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace redline::text {

struct DecodedText {
  std::string utf8{};      ///< without a byte order mark
  std::string encoding{};  ///< "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"
};

/// A byte order mark decides; else valid UTF-8 is UTF-8; else the text must be valid GB18030 (GB 18030-2005 by iconv),
/// of which GBK and GB2312 are parts. Bytes that are UTF-8 nearly everywhere are not taken for GB18030, whose two-byte
/// characters would accept most of them: they are UTF-8 with a fault. Fails with "text.encoding", the place's line set
/// to that of the first fault.
base::Result<DecodedText> to_utf8(std::string_view bytes);

}  // namespace redline::text
