// The fields of a rule, one by one, for those that read rules otherwise than
// read_toml_rules() does: a configuration leaves out what is empty, and passes
// over what it does not know. Implemented in toml_rules.cc.
#pragma once

#include <span>
#include <string_view>

#include "scanner/rules/rule_storage.h"
#include "scanner/rules/toml_reading.h"
#include "scanner/rules/toml_rules.h"

namespace patrol {

std::span<const std::string_view> rule_field_names();

// Adds the value of the field `name`. REQUIRES: one of rule_field_names().
Check read_rule_field(std::string_view name, const toml::node& node,
                      WrittenRule& written, RuleStorage& storage);

}  // namespace patrol
