// Pinyin: the syllables that a character may have, without tones, and what sounds alike.
//
//   syllables(U'还')                       // hai, huan
//   sounds_alike(U'逾', U'预')              // true: both yu
//   sounds_alike(U'您', U'林', Confusion::kNL | Confusion::kNG)
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
/// Which sounds are not told apart. Tones never are.
enum class Confusion : std::uint8_t {
  kNone = 0,
  kNL = 1,         ///< initials n, l
  kRL = 2,         ///< initials r, l
  kRetroflex = 4,  ///< initials zh z, ch c, sh s
  kHF = 8,         ///< initials h, f
  kNG = 16,        ///< finals -n, -ng
  kAll = 31,
};
constexpr Confusion operator|(Confusion a, Confusion b) {
  return static_cast<Confusion>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has(Confusion mask, Confusion one) {
  return (static_cast<unsigned>(mask) & static_cast<unsigned>(one)) != 0;
}

/// "huan"; ü is written v.
std::string_view name(SyllableId syllable);

/// The group of a syllable when these are not told apart: initials n/l, r/l, zh/z, ch/c, sh/s, h/f and finals -n/-ng.
SoundClass sound_class(SyllableId syllable);
/// The same for the confusions of a mask; one look into a table. Classes of different masks cannot be compared.
SoundClass confusion_class(SyllableId syllable, Confusion mask);

/// Whether the two are one character, or share a reading up to the confusions of sound_class().
bool sounds_alike(char32_t a, char32_t b);
bool sounds_alike(char32_t a, char32_t b, Confusion mask);

}  // namespace redline::text
