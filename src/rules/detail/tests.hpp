// Walking a condition over one contact.
#pragma once

#include "rules/detail/contact_view.hpp"
#include "rules/detail/expression.hpp"
#include "rules/detail/value.hpp"

namespace redline::rules::detail {

/// The value of a condition. `floor`: evidence of less confidence is uncertain. Only reads; never fails.
Value value_of(const Expression& condition, const ContactView& view, double floor);

}  // namespace redline::rules::detail
