#include "conversation/contact.hpp"

#include <array>

namespace redline::conversation {
namespace {

constexpr std::array<std::string_view, 6> kChannelNames{"voice", "sms", "im", "email", "letter", "visit"};
constexpr std::array<std::string_view, 3> kRoleNames{"agent", "customer", "unknown"};

}  // namespace

std::string_view to_text(Channel channel) { return kChannelNames[static_cast<std::size_t>(channel)]; }
std::string_view to_text(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }

std::optional<Role> role_from_text(std::string_view text) {
  for (std::size_t i = 0; i < kRoleNames.size(); ++i) {
    if (text == kRoleNames[i]) return static_cast<Role>(i);
  }
  return std::nullopt;
}

Channel Contact::channel() const {
  const auto name = fields.text(Field::kChannel);
  for (std::size_t i = 0; name && i < kChannelNames.size(); ++i) {
    if (*name == kChannelNames[i]) return static_cast<Channel>(i);
  }
  return Channel::kVoice;
}

std::optional<Direction> Contact::direction() const {
  const auto name = fields.text(Field::kDirection);
  if (!name) return std::nullopt;
  return *name == "inbound" ? Direction::kInbound : Direction::kOutbound;
}

}  // namespace redline::conversation
