// Whether a compressed file is whole, where its format lets one tell. Decoders read what is there and say nothing.
#pragma once

#include <optional>

#include "audio/detail/read_at.hpp"
#include "base/result.hpp"

namespace redline::audio::detail {

/// "audio.truncated" when the last page of an Ogg file is incomplete or does not end its stream (RFC 3533, section 6:
/// header type flag 0x04).
std::optional<base::Error> ogg_cut_off(const ReadAt& read_at, std::uint64_t file_size);

/// "audio.truncated" when an MP3 file holds fewer bytes than the Xing/Info frame that encoders put in front promises.
/// Files without that frame cannot be judged and pass.
std::optional<base::Error> mp3_cut_off(const ReadAt& read_at, std::uint64_t file_size);

}  // namespace redline::audio::detail
