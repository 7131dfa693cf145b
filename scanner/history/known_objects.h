// What an audit before has read, and found nothing in: blobs that this one
// passes over, and messages.
//
//   record of the audit before     the repository now
//   packs    3f0c, 91d2            3f0c, 91d2, a new one
//   loose    a1.., b2..            a1.., b2.., c3..
//
//   read again   what is new; trees and commits, since what was found is
//                attributed through them; of known blobs those in which
//                something was found (AuditRecord::look_again)
//
// What it cannot do: after `git gc` all objects lie in a pack that no record
// names, and all are read again. So they are when one that the record counted
// is gone: its totals would be wrong.
#pragma once

#include <vector>

#include "scanner/findings/collector.h"
#include "scanner/history/audit_record.h"
#include "scanner/packs/object_store.h"
#include "scanner/packs/object_table.h"
#include "scanner/packs/walk_plan.h"

namespace patrol {

class KnownObjects {
 public:
  // Nothing is known.
  explicit KnownObjects(const ObjectStore& store)
      : counted_(store.objects().size()), clean_(store.objects().size()) {}

  // What `record` knows; nothing if an object is gone that it counted.
  KnownObjects(const ObjectStore& store, const AuditRecord& record);

  // It is among the record's totals.
  bool is_counted(ObjectNumber object) const { return counted_[object]; }
  // It is, and need not be looked at again.
  bool is_clean(ObjectNumber object) const { return clean_[object]; }
  bool empty() const { return is_empty_; }

  // By number: what is to be read.
  std::vector<Wanted> wanted() const;

 private:
  std::vector<bool> counted_;
  std::vector<bool> clean_;
  bool is_empty_ = true;
};

// Tells of the blobs and members that the audit before skipped, and no later
// one looks at again.
void tell_skipped_blobs(const AuditRecord& record, Collector& collector);

}  // namespace patrol
