#include "inspection/roles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace redline::inspection {
namespace {

using conversation::Role;

/// How much a phrase speaks for the agent (positive) or the customer (negative), in log-odds a mention. Weights by
/// judgement; several mentions of one cue count at most twice.
struct Cue {
  std::u32string_view phrase;
  double weight;
};
constexpr std::array<Cue, 46> kCues{{
    {U"工号", 1.8},      {U"请问", 0.9},    {U"通话会录音", 1.8}, {U"录音", 0.8},     {U"这里是", 1.5},
    {U"我这边是", 1.5},  {U"我们是", 0.7},  {U"委托", 1.2},       {U"逾期", 1.0},     {U"欠款", 0.9},
    {U"应还", 1.4},      {U"还款", 0.4},    {U"您", 0.35},        {U"先生", 0.7},     {U"女士", 0.7},
    {U"核实", 0.9},      {U"身份证", 0.6},  {U"后四位", 1.2},     {U"本人", 0.5},     {U"登记", 0.7},
    {U"帮您", 1.2},      {U"给您", 0.9},    {U"感谢您", 1.2},     {U"祝您", 1.5},     {U"尽快", 0.9},
    {U"处理一下", 0.7},  {U"账单", 0.5},    {U"贷后", 1.2},       {U"客服热线", 0.8}, {U"消费金融", 0.6},
    {U"我没钱", -1.5},   {U"没有钱", -0.9}, {U"你哪位", -1.6},    {U"你是谁", -1.4},  {U"你们", -0.5},
    {U"我要投诉", -1.5}, {U"失业", -0.8},   {U"发工资", -0.9},    {U"能不能", -0.6},  {U"我知道了", -0.8},
    {U"打错了", -1.2},   {U"别打", -1.2},   {U"不认识", -0.9},    {U"我是他", -1.0},  {U"喂", -0.4},
    {U"我还", -0.4},
}};

std::u32string spoken(const std::string& utf8) {
  std::u32string characters;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t character = text::next_character(utf8, at);
    if (text::is_spoken(character)) characters += text::fold(character);
  }
  return characters;
}

double agent_evidence(const std::string& said) {
  const std::u32string characters = spoken(said);
  double sum = 0;
  for (const auto& cue : kCues) {
    int mentions = 0;
    for (auto at = characters.find(cue.phrase); at != std::u32string::npos && mentions < 2;
         at = characters.find(cue.phrase, at + 1))
      ++mentions;
    sum += cue.weight * mentions;
  }
  return sum;
}

}  // namespace

base::Result<RolePlan> parse_roles(std::string_view text) {
  const base::Error wrong(
      base::ErrorCode::kInvalid, "roles.syntax",
      fmt::format("expected left=agent,right=customer or left=customer,right=agent, found \"{}\"", text.substr(0, 60)));
  std::optional<Role> left;
  std::optional<Role> right;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return wrong;
    const auto role = conversation::role_from_text(part.substr(equals + 1));
    if (!role || *role == Role::kUnknown) return wrong;
    const auto side = part.substr(0, equals);
    if (side != "left" && side != "right") return wrong;
    (side == "left" ? left : right) = *role;
  }
  const auto other = [](Role role) { return role == Role::kAgent ? Role::kCustomer : Role::kAgent; };
  if (!left && !right) return wrong;
  if (!left) left = other(*right);
  if (!right) right = other(*left);
  if (*left == *right) return wrong;
  return RolePlan{*left, *right};
}

RoleGuess guess_roles(const std::string& left, const std::string& right) {
  const double odds = agent_evidence(left) - agent_evidence(right);
  const double confidence = 1 / (1 + std::exp(-std::abs(odds)));
  if (odds >= 0) return {{Role::kAgent, Role::kCustomer}, confidence};
  return {{Role::kCustomer, Role::kAgent}, confidence};
}

}  // namespace redline::inspection
