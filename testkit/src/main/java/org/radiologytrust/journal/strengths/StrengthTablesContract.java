package org.radiologytrust.journal.strengths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.StrengthTable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.journal.strengths.StrengthTables.Wanted;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Texts;
import org.radiologytrust.strengths.TableInUse;

/** The table of strengths in one row, and the nodes that use it. One subclass for each store. */
@Tag("safety")
abstract class StrengthTablesContract extends OpenedJournal {
  private static final StrengthTable SHIPPED = new Checks(SiteFiles.shipped()).strengths();
  private static final String QUIET = "- {check: denied, strength: quiet}\n";
  private static final String TELLS = "- {check: denied, strength: tell}\n";
  private static final String ASKS = "- {check: denied, strength: ask, why: 'Right 9 of 38.'}\n";

  private StrengthTables tables() {
    return journal.strengths();
  }

  /** A node that has this file, or none; it is read again at each look. */
  private static TableInUse node(Journal journal, AtomicReference<Optional<String>> file) {
    return node(journal, file, Optional.of(true));
  }

  private static TableInUse node(
      Journal journal, AtomicReference<Optional<String>> file, Optional<Boolean> calls) {
    return TableInUse.open(
        journal.strengths(), file.get().map(SHIPPED::read).orElse(SHIPPED), file::get, calls);
  }

  private static AtomicReference<Optional<String>> file(String text) {
    return new AtomicReference<>(Optional.of(text));
  }

  private static AtomicReference<Optional<String>> noFile() {
    return new AtomicReference<>(Optional.empty());
  }

  private Wanted wanted(String content, String user) {
    return new Wanted(content, tables().inForce().orElseThrow().sha256(), user);
  }

  /** As a version before stored it. */
  private void changed(String check, String modality, int number, String strength, String why) {
    db(journal)
        .write(
            tx ->
                tx.update(
                    """
                    insert into strength_change (check_name, modality, number, strength, why, basis,
                      username, changed_at)
                    values (?, ?, ?, ?, ?, 'Right 2 of 40.', 'ann', 1)
                    """,
                    check,
                    modality,
                    number,
                    strength,
                    why));
  }

  @Test
  void theTableThatWasLoadedLastHoldsOnAllNodes() {
    assertEquals(Optional.empty(), tables().inForce());
    node(journal, noFile());
    Loaded first = tables().inForce().orElseThrow();
    assertEquals(new Loaded("", Texts.sha256(""), "", "", first.at()), first);
    clock.advance(Duration.ofDays(1));
    Loaded quiet = tables().load(wanted(QUIET, "ann")).orElseThrow();
    assertEquals(
        new Loaded(QUIET, Texts.sha256(QUIET), Texts.sha256(QUIET), "ann", clock.instant()), quiet);
    Loaded asks = tables().load(wanted(ASKS, "ben")).orElseThrow();
    reopen();
    assertEquals(Optional.of(asks), tables().inForce());
    assertEquals(Optional.of(asks), otherNode().strengths().inForce());
    assertEquals("ben", asks.user());
    assertEquals(
        1,
        db(journal)
            .read(tx -> tx.first("select count(*) from strength_table", rs -> rs.getInt(1)))
            .orElseThrow());
  }

  /** How strong the check of calls is for all sites and kinds. */
  private String calls() {
    return SHIPPED.read(tables().inForce().orElseThrow().content()).rows().stream()
        .filter(row -> row.check().equals("critical-uncommunicated") && row.forAll())
        .map(row -> row.strength().word())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewSiteSaysWhetherItsReportsNameCalls() {
    assertTrue(tables().isNew());
    String told =
        assertThrows(
                IllegalArgumentException.class, () -> node(journal, noFile(), Optional.empty()))
            .getMessage();
    assertTrue(told.startsWith("rtl.calls.documented is empty, and this journal is new"), told);
    assertEquals(Optional.empty(), tables().inForce(), "nothing was stored");
    TableInUse node = node(journal, file(ASKS), Optional.of(false));
    assertEquals("ask", calls());
    assertTrue(tables().inForce().orElseThrow().content().contains("{check: denied"));
    assertEquals(Optional.empty(), node.problem(), "the file is still that of the table");
    // it is asked once
    node(journal, file(ASKS), Optional.of(true));
    node(journal, file(ASKS), Optional.empty());
    assertEquals("ask", calls());
  }

  @Test
  void aSiteThatDocumentsCallsHasTheShippedTable() {
    node(journal, noFile(), Optional.of(true));
    assertEquals("", tables().inForce().orElseThrow().content());
    assertEquals("tell", calls());
  }

  @Test
  void theSitesOwnRowSaysItToo() {
    node(
        journal,
        file(
            "- {check: critical-uncommunicated, strength: ask, why: 'We call, and write nothing.'}"),
        Optional.empty());
    assertEquals("ask", calls());
  }

  @Test
  void aSiteThatUpgradesTells() {
    journal
        .inbox()
        .receive(SampleMessages.report("m1", SampleRecords.report("A1", "FINDINGS: Normal.")));
    assertEquals(false, tables().isNew());
    node(journal, noFile(), Optional.empty());
    assertEquals("tell", calls());
  }

  @Test
  void whoeverLoadsWithoutHavingSeenTheLastTableIsRefused() {
    node(journal, noFile());
    Wanted ben = wanted(TELLS, "ben");
    Loaded ann = tables().load(wanted(QUIET, "ann")).orElseThrow();
    assertEquals(Optional.empty(), tables().load(ben));
    assertEquals(Optional.of(ann), tables().inForce());
  }

  @Test
  void aLoadWhoseAnswerWasLostIsStoredOnce() {
    node(journal, noFile());
    Wanted quiet = wanted(QUIET, "ann");
    Loaded loaded = tables().load(quiet).orElseThrow();
    clock.advance(Duration.ofSeconds(5));
    assertEquals(Optional.of(loaded), otherNode().strengths().load(quiet), "with its first date");
    assertEquals(Optional.empty(), tables().load(new Wanted(QUIET, quiet.seen(), "ben")));
  }

  @Test
  void ofTwoPeopleAtOnceOneLoads() throws Exception {
    node(journal, noFile());
    String seen = tables().inForce().orElseThrow().sha256();
    Journal other = otherNode();
    CyclicBarrier both = new CyclicBarrier(2);
    Callable<Boolean> ann =
        () -> {
          both.await();
          return tables().load(new Wanted(QUIET, seen, "ann")).isPresent();
        };
    Callable<Boolean> ben =
        () -> {
          both.await();
          return other.strengths().load(new Wanted(TELLS, seen, "ben")).isPresent();
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> done = threads.invokeAll(List.of(ann, ben));
      assertTrue(done.get(0).get() ^ done.get(1).get());
      assertEquals(done.get(0).get() ? "ann" : "ben", tables().inForce().orElseThrow().user());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theFirstStartTakesTheNodesFileAsItIs() {
    TableInUse node = node(journal, file("# ours\n" + QUIET));
    assertEquals("# ours\n" + QUIET, node.loaded().content());
    assertEquals(Optional.empty(), node.problem());
  }

  /** Nothing that people had changed is lost, and nothing else is changed by it. */
  @Test
  void theFirstStartTakesWhatPeopleHadChanged() {
    changed("denied", "", 1, "tell", "");
    changed("denied", "", 2, "quiet", "");
    changed("size", "US", 1, "ask", "It's rounded.");
    changed("unit", "", 1, "quiet", "");
    changed("unit", "", 2, "as-file", "");
    changed("own-check", "CT", 1, "quiet", "");
    TableInUse node = node(journal, file(TELLS + "- {check: unit, strength: off}\n"));
    assertEquals(
        """
        - {check: denied, strength: quiet}
        - {check: own-check, strength: tell}
        - {check: own-check, modality: CT, strength: quiet}
        - {check: size, strength: tell}
        - {check: size, modality: US, strength: ask, why: 'It''s rounded.'}
        - {check: unit, strength: off}
        """,
        node.loaded().content());
    assertEquals(Optional.empty(), node.problem(), "it was made from this node's file");
  }

  /** Nodes are upgraded one after the other, and two may start at once. */
  @Test
  void eachNodeOfARollingStartUsesTheFirstOnesTable() throws Exception {
    changed("denied", "", 1, "quiet", "");
    Journal other = otherNode();
    CyclicBarrier both = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<TableInUse>> nodes =
          threads.invokeAll(
              List.of(
                  () -> {
                    both.await();
                    return node(journal, file(TELLS));
                  },
                  () -> {
                    both.await();
                    return node(other, file(TELLS));
                  }));
      for (Future<TableInUse> node : nodes) {
        assertEquals(QUIET, node.get().loaded().content());
        assertEquals(Optional.empty(), node.get().problem());
      }
    } finally {
      threads.shutdownNow();
    }
    // of the version before, which goes on for a while
    changed("denied", "", 2, "tell", "");
    assertEquals(QUIET, node(journal, file(TELLS)).loaded().content());
    assertEquals(Optional.empty(), node(journal, noFile()).problem());
  }

  @Test
  void aNodeWhoseFileIsAnotherMustNotCheckAndOneWithoutAFileMay() {
    AtomicReference<Optional<String>> first = file(QUIET);
    AtomicReference<Optional<String>> second = file(QUIET);
    TableInUse one = node(journal, first);
    TableInUse two = node(otherNode(), second);
    TableInUse without = node(otherNode(), noFile());
    assertEquals(Optional.empty(), two.problem());
    second.set(Optional.of(TELLS));
    assertEquals(Optional.empty(), two.problem(), "written, and not loaded yet");
    TableInUse late = node(otherNode(), second);
    assertTrue(late.problem().orElseThrow().contains("checks no report"));
    assertEquals(QUIET, late.loaded().content(), "but it never uses another table");

    tables().load(wanted(TELLS, "ann"));
    assertEquals(Optional.empty(), two.problem());
    assertEquals(Optional.empty(), late.problem());
    assertEquals(Optional.empty(), without.problem());
    assertTrue(one.problem().isPresent(), "its file is that of before");
    first.set(Optional.of(TELLS));
    assertEquals(Optional.empty(), one.problem(), "without a start");
    first.set(Optional.empty());
    assertEquals(Optional.empty(), one.problem());
  }

  @Test
  void aFirstStartWithAFileThatIsNotValidStoresNothing() {
    changed("denied", "", 1, "quiet", "");
    assertThrows(
        IllegalArgumentException.class,
        () -> node(journal, file("- {check: age, strength: off}\n")));
    assertEquals(Optional.empty(), tables().inForce());
  }
}
