// The sentence that tells why a rule hit, from the rule's template.
#pragma once

#include "rules/detail/contact_view.hpp"
#include "rules/detail/value.hpp"
#include "rules/pack.hpp"

namespace redline::rules::detail {

/// Fills {quote} (the words of the first evidence), {time} (its mm:ss), {count} (pieces of evidence) and {field.name}
/// (a fact of the contact). A rule without a template gets its title and the quotation.
conversation::Bilingual reason_of(const Rule& rule, const Value& value, const ContactView& view);

}  // namespace redline::rules::detail
