// libsndfile behind a call: WAV (PCM and float), FLAC, Ogg/Opus, Ogg/Vorbis, MP3.
#pragma once

#include "audio/detail/wav_header.hpp"
#include "audio/recording.hpp"

namespace redline::audio::detail {

/// Decodes a whole file. Samples that the decoder gives as floats (float WAV, Vorbis, Opus, MP3) are taken as full
/// scale = 1 and clipped, never normalised: loudness must mean the same in every format. Wider integers lose their low
/// bits. Errors: "audio.unsupported", "audio.truncated", and those of limits.hpp.
base::Result<Recording> decode_with_sndfile(const std::filesystem::path& path, const DecodeOptions& options);

/// Decodes the PCM or float sound of a WAV file whose header does not tell its length, to the end of the file:
/// libsndfile takes a length of 0 at its word.
base::Result<Recording> decode_streamed_wav(const std::filesystem::path& path, const WavHeader& header,
                                            const DecodeOptions& options);

}  // namespace redline::audio::detail
