// Pinyin: the syllables that a character may have, without tones, and what sounds alike.
//
//   syllables(U'还')                       // hai, huan
//   sounds_alike(U'逾', U'预')              // true: both yu
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace redline::text {

enum class SyllableId : std::uint16_t {};
/// A group of syllables that recognisers and dialects confuse.
enum class SoundClass : std::uint16_t {};

/// All syllables of a character (heteronyms as a set), empty for one that has none.
std::span<const SyllableId> syllables(char32_t character);
/// "huan"; ü is written v.
std::string_view name(SyllableId syllable);

/// The group of a syllable when these are not told apart: initials n/l, r/l, zh/z, ch/c, sh/s, h/f and finals -n/-ng.
SoundClass sound_class(SyllableId syllable);

/// Whether the two are one character, or share a reading up to the confusions of sound_class().
bool sounds_alike(char32_t a, char32_t b);

}  // namespace redline::text
