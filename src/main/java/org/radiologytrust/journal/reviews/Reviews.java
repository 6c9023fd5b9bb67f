package org.radiologytrust.journal.reviews;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.Report;
import org.radiologytrust.review.Decision;

/** Reports with their audits, and what people decided about them. */
public interface Reviews {
  /** State of a version that was audited in shadow mode: its result is not here. */
  String TRIAL = "trial";

  /**
   * A version of a report.
   *
   * @param number from 1
   * @param state as in {@code rtl_reports{state}}: {@code awaiting_images}, {@code auditing} ...;
   *     or {@link #TRIAL}
   * @param reason why it is in that state; may be empty
   * @param expecting what is still to come
   * @param audits the newest first
   */
  record Version(
      int number,
      Report report,
      String state,
      String reason,
      Expected expecting,
      Instant received,
      List<Audit> audits) {
    @Override
    public String toString() {
      return "Version[" + number + "]";
    }
  }

  /**
   * All that is known about a report.
   *
   * @param id our id of it, as in {@link Worklist.Row#report}
   * @param versions the newest first; at least one
   * @param decisions about all its audits, in the order of time
   * @param reminders when a reminder of persons' decisions was given, by their ids
   * @param evidenceChanged the audits that rest on an earlier report or an image which was
   *     corrected or withdrawn since, or is another patient's
   */
  record History(
      UUID id,
      List<Version> versions,
      List<Decision> decisions,
      Map<UUID, Instant> reminders,
      Set<UUID> evidenceChanged) {
    public Version current() {
      return versions.get(0);
    }

    /** The audit about which people decide: the newest of the current version. */
    public Optional<Audit> audit() {
      return current().audits().stream().findFirst();
    }
  }

  /** Empty if there is no report with this id. */
  Optional<History> find(UUID report);

  /** What came of a decision. */
  enum Outcome {
    STORED,
    /** Somebody else decided about this problem meanwhile. Nothing was stored. */
    DECIDED_MEANWHILE,
    /** The audit is not the current one of the report any more. Nothing was stored. */
    OUTDATED,
    /** There is no such report, problem or decision. Nothing was stored. */
    UNKNOWN
  }

  /**
   * What to publish about a decision.
   *
   * @param bundle the FHIR transaction to send
   * @param resources its resources in readable and searchable form
   */
  record Publication(String bundle, List<StoredResource> resources) {}

  /** Builds the publication of a decision from an audit; called inside the commit. */
  @FunctionalInterface
  interface Publisher {
    /**
     * @param decisions all decisions about the audit, the new one last
     * @param stored the resource as it is stored now, by type and id; empty if there is none
     */
    Publication publish(
        Audit audit,
        List<Decision> decisions,
        BiFunction<String, String, Optional<StoredResource>> stored);
  }

  /**
   * What a person wants to decide.
   *
   * @param decision its id is new for each decision; its time is replaced by the journal's
   * @param newest id of the newest decision about the problem that the person saw, an undo too;
   *     {@code null} if the person saw none
   */
  record Intended(Decision decision, @Nullable UUID newest) {}

  /** Chooses what to decide about a report; called inside the commit, perhaps more than once. */
  @FunctionalInterface
  interface Chooser {
    /** Decisions about one audit, each about another problem; empty to store nothing. */
    List<Intended> choose(History history);
  }

  /**
   * What came of a decision.
   *
   * @param history the report after it; empty if there is no such report
   */
  record Result(Outcome outcome, Optional<History> history) {}

  /**
   * Stores what a person decided with one key about the reasons of a flag: each decision, the
   * changed resources and one delivery per sink, all in one commit, or nothing. What is decided
   * follows from the report as it is in the commit, which reads it once. The same decisions once
   * more are stored already: nothing happens. An undo takes back the decision that stands; the one
   * before it, if there is one that was not undone, stands again.
   *
   * <p>That report and images are of the same patient is confirmed by the second of two log-ins,
   * one of them with the role operator; nobody says so twice. The images are then decided about
   * anew, and again when an undo takes the confirmation back, which anybody may do, and at any
   * time: no run that rests on it goes on.
   *
   * @param sinks names of the sinks that receive each Bundle
   */
  Result decide(UUID report, Chooser chooser, Publisher publisher, List<String> sinks);

  /** The same for a flag with one reason, whatever the report has become. */
  default Outcome decide(
      UUID report,
      Decision decision,
      @Nullable UUID newest,
      Publisher publisher,
      List<String> sinks) {
    List<Intended> one = List.of(new Intended(decision, newest));
    return decide(report, history -> one, publisher, sinks).outcome();
  }

  /**
   * Reminds of the reports that are to be corrected for so long, of each decision once.
   *
   * @param urgent after the first agreement, where its problem is of an urgent weight
   * @param other the same for all other problems
   * @return of how many decisions
   */
  int remind(Duration urgent, Duration other);

  /**
   * What people have said about whether images are of the patient of a report.
   *
   * @param version id of one of its versions: a message may name another report id than the one
   *     under which it is stored
   * @param found what the right-patient gate sees now
   * @return the same with the confirmation of these identities and images, if there is one
   */
  OtherPatient confirmed(UUID version, OtherPatient found);
}
