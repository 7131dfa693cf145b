// The objects of CONTRACT 4, schema patrol-report/1, as JSON text; the only
// user of the JSON library among the reports. Keys stand in the contract's
// order. Every text comes out as valid UTF-8: bytes that are none become
// U+FFFD, and beside a path or member with such bytes stands "path_b64" or
// "member_b64", the base64 of what it really is. Nothing in it moves a cursor
// or a CI runner: see printable.h.
#pragma once

#include <string>
#include <string_view>

#include "scanner/report/format.h"

namespace patrol {

inline constexpr std::string_view kSchema = "patrol-report/1";

// How an object is laid out; the values are the library's own.
enum class JsonLayout : int { kOneLine = -1, kIndented = 2 };

// { "name": "patrol", "version": …, "rules": …, "rules_digest": … }
std::string tool_json(const ReportInput&, JsonLayout);

// { "mode": …, …, "unread": […] }
std::string scan_json(const ScanSummary&, JsonLayout);

// { "fingerprint": …, …, "locations": […] }
std::string finding_json(const Finding&, const RuleSet&, bool show_secrets,
                         JsonLayout);

// What stands at the head of a stream, known before anything is read:
// { "type": "scan", "schema": …, "tool": {…}, "mode": …, "target": …,
//   "started": … }
std::string stream_head_json(const ReportInput&);

// `object` with "type": `type` before its other keys. REQUIRES: `object` is
// one of the above in one line.
std::string with_type(std::string_view type, const std::string& object);

}  // namespace patrol
