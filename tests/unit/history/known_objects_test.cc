#include "scanner/history/known_objects.h"

#include <gtest/gtest.h>

#include "scanner/git/refs.h"
#include "scanner/history/standing.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

class KnownObjectsTest : public testing::Test {
 protected:
  KnownObjectsTest() {
    sandbox_.git({"init", "-q"});
    packed_ = add("packed");
    sandbox_.git({"add", "-A"});
    sandbox_.git({"commit", "-q", "-m", "one"});
    sandbox_.git({"repack", "-q", "-a", "-d"});
    loose_ = add("loose");
  }

  // A blob in the object store, and its id.
  ObjectId add(const std::string& name) {
    sandbox_.write(name, name + "\n");
    std::string id = sandbox_.git({"hash-object", "-w", name});
    id.pop_back();
    return *ObjectId::from_hex(id, HashKind::kSha1);
  }

  Repository opened() const {
    Result<Repository> repository = Repository::open(sandbox_.root());
    EXPECT_TRUE(repository);
    return *std::move(repository);
  }

  // What an audit now would write down.
  AuditRecord record() const {
    const Repository repository = opened();
    const Result<Refs> refs = read_refs(repository);
    EXPECT_TRUE(refs);
    Standing standing = standing_of(repository, *refs);
    AuditRecord out;
    out.hash = repository.hash();
    out.packs = std::move(standing.packs);
    out.loose = std::move(standing.loose);
    return out;
  }

  Sandbox sandbox_;
  ObjectId packed_;
  ObjectId loose_;
};

TEST_F(KnownObjectsTest, AreThoseOfThePacksAndFilesThatWereThere) {
  const AuditRecord before = record();
  const ObjectId added = add("added");
  const ObjectStore store(opened());
  const KnownObjects known(store, before);
  EXPECT_FALSE(known.empty());
  EXPECT_TRUE(known.is_clean(store.objects().find(packed_)));
  EXPECT_TRUE(known.is_clean(store.objects().find(loose_)));
  EXPECT_FALSE(known.is_counted(store.objects().find(added)));
  EXPECT_EQ(known.wanted()[store.objects().find(loose_)], Wanted::kUnlessBlob);
  EXPECT_EQ(known.wanted()[store.objects().find(added)], Wanted::kYes);
}

TEST_F(KnownObjectsTest, AreReadAgainWhereSomethingWasFound) {
  AuditRecord before = record();
  before.look_again = {loose_};
  const ObjectStore store(opened());
  const KnownObjects known(store, before);
  const ObjectNumber number = store.objects().find(loose_);
  EXPECT_TRUE(known.is_counted(number));
  EXPECT_FALSE(known.is_clean(number));
  EXPECT_EQ(known.wanted()[number], Wanted::kYes);
}

TEST_F(KnownObjectsTest, AreNoneOnceOneThatWasCountedIsGone) {
  const AuditRecord before = record();
  sandbox_.git({"prune", "--expire=now"});
  const ObjectStore store(opened());
  const KnownObjects known(store, before);
  EXPECT_TRUE(known.empty());
  EXPECT_FALSE(known.is_counted(store.objects().find(packed_)));
}

TEST_F(KnownObjectsTest, AreNoneOnceTheirPackIsAnother) {
  const AuditRecord before = record();
  sandbox_.git({"repack", "-q", "-a", "-d", "-k"});
  const ObjectStore store(opened());
  EXPECT_TRUE(KnownObjects(store, before).empty());
}

}  // namespace
}  // namespace patrol
