// A contact: one call, message or visit between a lender's side and whoever is at the other end.
//
//   Contact contact{.id = ContactId("dev-0001"), .fields = fields};
//   contact.channel()      // Channel::kVoice
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conversation/field.hpp"

namespace redline::conversation {

/// A name that cannot be confused with another kind of name.
template <typename Tag>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }
  friend auto operator<=>(const StrongId&, const StrongId&) = default;

 private:
  std::string text_;
};
using ContactId = StrongId<struct ContactTag>;

enum class Channel : std::uint8_t { kVoice, kSms, kIm, kEmail, kLetter, kVisit };
enum class Direction : std::uint8_t { kOutbound, kInbound };
/// Who speaks: the collector or robot; whoever is at the other end; or a voice that nobody has told yet (mono).
enum class Role : std::uint8_t { kAgent, kCustomer, kUnknown };

std::string_view to_text(Channel channel);
std::string_view to_text(Role role);
std::optional<Role> role_from_text(std::string_view text);

/// Value type. The identity and what the books say; what was said stands in a transcript.
struct Contact {
  ContactId id{};
  FieldSet fields{};

  /// Voice when nobody told otherwise.
  [[nodiscard]] Channel channel() const;
  [[nodiscard]] std::optional<Direction> direction() const;
};

}  // namespace redline::conversation
