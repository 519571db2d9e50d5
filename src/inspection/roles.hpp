// Which channel is the agent's.
//
//   RolePlan plan = *parse_roles("left=agent,right=customer");
//   RoleGuess guess = guess_roles({left_texts, right_texts});
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "conversation/contact.hpp"

namespace redline::inspection {

/// Roles of the left and right channel as the user told them.
struct RolePlan {
  conversation::Role left = conversation::Role::kAgent;
  conversation::Role right = conversation::Role::kCustomer;
};
/// Reads "left=agent,right=customer" or the reverse, also with one half left out. Fails with "roles.syntax".
base::Result<RolePlan> parse_roles(std::string_view text);

/// What the words say. `confidence` 0.5..1 that `plan` is right.
struct RoleGuess {
  RolePlan plan{};
  double confidence = 0.5;
};
/// Weighs cues of both sides' talk (a collector names company, staff number, recording, sums due and asks; a customer
/// answers, asks who calls, pleads) in each channel. Log-odds of the summed weights by the logistic function.
RoleGuess guess_roles(const std::string& left, const std::string& right);

}  // namespace redline::inspection
