package org.radiologytrust.journal.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.MessageIds;
import org.radiologytrust.journal.inbox.Messages;
import org.radiologytrust.journal.store.SearchBusyException;

/** Finds received messages, for operators. */
public interface MessageSearch {
  /**
   * A message without its content.
   *
   * @param id as in {@link Messages.QuarantinedMessage}
   * @param site shown only if it looks like an id
   * @param ids the ids of an HL7 message
   * @param place address of the sender, or position in the feed; empty if it is not known
   * @param states of the report versions that it became; empty if it became none
   * @param reason names the field; never patient data; may be empty
   * @param size in bytes; 0 after retention has removed them
   * @param pruned whether retention has removed the bytes
   * @param repeats how often the same bytes came again
   */
  record Found(
      String id,
      String channel,
      String site,
      Optional<MessageIds> ids,
      String place,
      Instant received,
      Outcome outcome,
      List<String> states,
      String reason,
      long size,
      boolean pruned,
      long repeats) {
    public Found {
      states = List.copyOf(states);
    }
  }

  /**
   * Messages that fulfil all conditions, newest first.
   *
   * @throws SearchBusyException if it takes too long, or too many searches run
   */
  List<Found> find(Query query);

  /** What to look for. A condition that is not set holds for every message. */
  final class Query {
    final @Nullable String controlId;
    final @Nullable String accession;
    final @Nullable String mrn;
    final @Nullable String site;
    final @Nullable String state;
    final @Nullable Instant since;
    final @Nullable Instant until;
    final @Nullable String after;
    final int limit;

    private Query(Builder b) {
      controlId = b.controlId;
      accession = b.accession;
      mrn = b.mrn;
      site = b.site;
      state = b.state;
      since = b.since;
      until = b.until;
      after = b.after;
      limit = b.limit;
    }

    /**
     * @param limit how many messages at most
     */
    public static Builder atMost(int limit) {
      return new Builder(limit);
    }

    /** Withholds the values, which may name a patient. */
    @Override
    public String toString() {
      return "Query[withheld]";
    }

    /** Builds a query. Case and surrounding blanks of numbers do not count. */
    public static final class Builder {
      private final int limit;
      private @Nullable String controlId;
      private @Nullable String accession;
      private @Nullable String mrn;
      private @Nullable String site;
      private @Nullable String state;
      private @Nullable Instant since;
      private @Nullable Instant until;
      private @Nullable String after;

      private Builder(int limit) {
        this.limit = limit;
      }

      /** MSH-10, or the sender's number of a FHIR message. */
      public Builder controlId(String value) {
        controlId = value;
        return this;
      }

      public Builder accession(String value) {
        accession = value;
        return this;
      }

      /** An identifier of the patient (PID-3.1), of any authority. */
      public Builder mrn(String value) {
        mrn = value;
        return this;
      }

      public Builder site(String value) {
        site = value;
        return this;
      }

      /** An outcome of the message, or a state of its report. */
      public Builder state(String value) {
        state = value;
        return this;
      }

      /** Received at this time or later. */
      public Builder since(Instant value) {
        since = value;
        return this;
      }

      /** Received before this time. */
      public Builder until(Instant value) {
        until = value;
        return this;
      }

      /** Messages that follow this one in the list: the id of the last message of a page. */
      public Builder after(String id) {
        after = id;
        return this;
      }

      public Query build() {
        return new Query(this);
      }
    }
  }
}
