package org.radiologytrust.journal.quality;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;

/**
 * Lists of reports and flags that are put to people, who say of each what they think without being
 * told what others said.
 */
public interface Readings {
  /** Where a list comes from. */
  enum Source {
    /** A random sample of one week; its name is the week, such as 2026-W48. */
    WEEK,
    /** An acceptance; its name is the acceptance's. */
    PILOT;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is read. */
  enum Kind {
    /** A report without a flag that tells or asks. */
    REPORT,
    /** A flag that tells: an acceptance has all of them read. */
    TELL,
    /** A flag that asks. */
    ASK,
    /** A quiet flag, which nobody was shown. */
    QUIET;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * What a person says. Of a report without a flag: that nothing was missed (right), that what was
   * missed does not matter, or that a check should have flagged something (wrong).
   */
  enum Answer {
    RIGHT,
    NOT_IMPORTANT,
    WRONG,
    /** Takes the last answer about this item back. */
    UNDO;

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty if there is no such answer. */
    public static Optional<Answer> of(String code) {
      return Stream.of(values()).filter(a -> a.code().equals(code)).findFirst();
    }
  }

  /**
   * Something to read.
   *
   * @param list name of its list
   * @param problem key of the flag within the audit; empty for a report
   * @param report our id of the report
   * @param place in its list, from 1
   * @param of how many the list has
   */
  record Item(
      UUID id,
      Kind kind,
      String list,
      String problem,
      Audit audit,
      UUID report,
      int place,
      int of) {
    /** Withholds the report. */
    @Override
    public String toString() {
      return "Item[" + id + "]";
    }
  }

  /** An answer as it was given. */
  record Given(UUID id, UUID item, Answer answer) {}

  /**
   * How far a list is read.
   *
   * @param population how many it was drawn from
   * @param read items that somebody answered
   */
  record Progress(String name, Kind kind, int population, int items, int read) {}

  /** Of so many items each kind is drawn; 0 for none. */
  record Sizes(int reports, int asked, int quiet) {
    int of(Kind kind) {
      return switch (kind) {
        case REPORT -> reports;
        case TELL -> 0;
        case ASK -> asked;
        case QUIET -> quiet;
      };
    }
  }

  /**
   * Draws the samples of the last week that has ended, by UTC and ISO 8601, unless they were drawn:
   * each once, whoever asks and how often. They are drawn from the reports that were received in
   * that week, as they are now.
   *
   * @return how many lists were drawn
   */
  int draw(Instant now, Sizes sizes);

  /**
   * What a person reads next: of an acceptance that runs, then of the newest week. Empty if all is
   * answered.
   *
   * @param trial whether the person may see flags of shadow mode
   */
  default Optional<Item> next(String user, boolean trial) {
    return next(user, trial, List.of());
  }

  /**
   * The same, but some items come after all others, in this order.
   *
   * @param later ids of the items that the person put last; each makes the question longer
   */
  Optional<Item> next(String user, boolean trial, List<UUID> later);

  /** Empty if there is no such item. */
  Optional<Item> find(UUID item);

  /** The newest answer of a person that stands and can be taken back; empty if there is none. */
  Optional<Given> last(String user);

  /** The newest answer of a person about an item, an undo too. */
  Optional<Given> newest(UUID item, String user);

  /** What came of an answer. */
  enum Outcome {
    STORED,
    /** The person answered elsewhere meanwhile. Nothing was stored. */
    ANSWERED_MEANWHILE,
    /**
     * There is no such item, its acceptance has ended, or there is nothing to undo. Nothing was
     * stored.
     */
    UNKNOWN
  }

  /**
   * Stores an answer. The same one once more is stored already: nothing happens.
   *
   * @param id new for each answer
   * @param seen id of the newest answer of this person about the item that the page knew, an undo
   *     too; {@code null} if there was none
   */
  Outcome answer(UUID id, UUID item, String user, Answer answer, @Nullable UUID seen);

  /** The lists, the newest first. */
  List<Progress> progress(Source source, int count);

  /**
   * What was found in reports without a flag.
   *
   * @param read reports that somebody read; each counts once, with the first person's answer
   * @param missed of these, those in which a check should have flagged something
   */
  record Missed(int read, int missed) {}

  Missed missed(Selection selection);

  /**
   * A report without a flag in which a check should have flagged something.
   *
   * @param report our id of the report
   * @param modality DICOM code; empty if it is not known
   * @param read when a person said so
   */
  record MissedReport(UUID report, String modality, Instant read) {}

  /** Those that {@link #missed} counts as missed, the newest first. */
  List<MissedReport> missedReports(Selection selection, int most);
}
