package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.store.SqlWriteHealth;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Texts;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Inbox} in SQL. */
final class SqlInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final int MAX_PLACE = 200;

  private static final String USED =
      "the control id was already used for a different message: give each message its own id";

  /** Later than every stored time, even if the clock was set back. */
  private static final long NOW = Long.MAX_VALUE;

  private final Db db;
  private final Clock clock;
  private final ReportVersions versions;
  private final PatientChanges patients;
  private final SqlWriteHealth writes;
  private final Signal signal;
  private final Map<IntakeAlarm, Long> alarms = new ConcurrentHashMap<>();

  SqlInbox(
      Db db,
      Clock clock,
      String defaultSite,
      IntakeLimits limits,
      SqlWriteHealth writes,
      Signal signal) {
    this.writes = writes;
    this.signal = signal;
    this.db = db;
    this.clock = clock;
    this.versions = new ReportVersions(clock, defaultSite, limits);
    this.patients = new PatientChanges(clock, limits.future());
  }

  @Override
  public Receipt receive(Incoming incoming) {
    Taken taken;
    try {
      taken = store(incoming);
    } catch (RuntimeException e) {
      writes.failed(incoming.channel(), incoming.raw().length, e);
      throw e;
    }
    writes.stored(incoming.raw().length);
    signal.raise();
    taken.alarms.forEach(alarm -> alarms.merge(alarm, 1L, Long::sum));
    Receipt receipt = taken.receipt;
    if (incoming.disposition() instanceof Parsed parsed) {
      UUID id = receipt.correlationId().orElseGet(parsed.first()::correlationId);
      try (Correlation c = Correlation.of(id)) {
        log(incoming, taken);
      }
      return receipt.about(id);
    }
    log(incoming, taken);
    return receipt;
  }

  /** How often each alarm was raised since the process started. */
  Map<IntakeAlarm, Long> alarms() {
    return Map.copyOf(alarms);
  }

  /** A message that was stored, with the alarms that are raised after the commit. */
  private record Taken(Receipt receipt, Set<IntakeAlarm> alarms) {}

  private static void log(Incoming incoming, Taken taken) {
    Receipt receipt = taken.receipt;
    String outcome = receipt.outcome().code();
    String found =
        Stream.of(
                incoming.place(),
                MessageIds.of(incoming.channel(), incoming.key())
                    .map(MessageIds::toString)
                    .orElse(""))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    String place = found.isEmpty() ? "" : " (" + found + ")";
    if (receipt.outcome() == Outcome.QUARANTINED || !taken.alarms.isEmpty()) {
      LOG.warn("{} message {}{}: {}", incoming.channel(), outcome, place, receipt.reason());
    } else {
      LOG.info("{} message {}{}", incoming.channel(), outcome, place);
    }
  }

  private Taken store(Incoming incoming) {
    String body = Texts.sha256(incoming.raw());
    return db.writeFirst(
        tx -> {
          String site = tx.key(incoming.site());
          String key = tx.key(incoming.key());
          Locks.message(tx, incoming.channel(), site, key);
          Optional<String> erased = erased(tx, body, incoming.disposition());
          if (erased.isPresent()) {
            return refuse(
                tx, incoming, new MessageKey(incoming.channel(), site, key, erased.get()));
          }
          List<Stored> earlier = earlier(tx, incoming.channel(), site, key);
          Optional<Stored> repeated =
              earlier.stream().filter(m -> m.bodySha256.equals(body)).findFirst();
          if (repeated.isPresent()) {
            tx.update(
                "update message set repeats = repeats + 1" + MessageKey.WHERE,
                incoming.channel(),
                site,
                key,
                body);
            return new Taken(
                new Receipt(Outcome.DUPLICATE, repeated.get().reason, repeated.get().reply),
                Set.of());
          }
          MessageKey stored = new MessageKey(incoming.channel(), site, key, body);
          // before the times of its versions
          long received = clock.millis();
          MessageDecision decision =
              earlier.stream().anyMatch(Stored::used)
                  ? new MessageDecision(Outcome.QUARANTINED, USED)
                  : decide(tx, stored, incoming.disposition(), NOW, "");
          byte[] reply = incoming.replier().reply(decision.outcome(), decision.reason());
          tx.update(
              """
              insert into message (channel, site, message_key, body_sha256, raw, received_at,
                outcome, reason, reply, version, repeats, place, read_as)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
              """,
              incoming.channel(),
              site,
              key,
              body,
              incoming.raw(),
              received,
              decision.outcome().code(),
              decision.reason(),
              reply,
              decision.first(),
              place(incoming),
              ReadAs.of(incoming.disposition()).code());
          decision.storeFurther(tx, stored);
          MessageTerms.store(tx, stored, incoming.disposition(), incoming.keys(), decision);
          return new Taken(
              new Receipt(
                  decision.outcome(),
                  decision.reason(),
                  reply,
                  decision.correlations().stream().findFirst()),
              decision.alarms());
        });
  }

  long now() {
    return clock.millis();
  }

  /** The mark under which a message is refused because its content was erased. */
  static Optional<String> erased(Tx tx, String bodySha256, Disposition disposition)
      throws SQLException {
    Optional<ErasedContent> content = ErasedContent.of(tx);
    return content.isEmpty()
        ? Optional.empty()
        : content.get().refused(tx, bodySha256, disposition);
  }

  /** Stores that a message came whose content was erased, without its content. */
  private Taken refuse(Tx tx, Incoming incoming, MessageKey stored) throws SQLException {
    long now = clock.millis();
    byte[] reply = incoming.replier().reply(Outcome.QUARANTINED, ErasedContent.ERASED);
    tx.update(
        """
        insert into message (channel, site, message_key, body_sha256, raw, received_at, outcome,
          reason, reply, repeats, place, read_as, pruned_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
        on conflict (channel, site, message_key, body_sha256) do update
          set repeats = message.repeats + 1
        """,
        stored.channel(),
        stored.site(),
        stored.key(),
        stored.bodySha256(),
        new byte[0],
        now,
        Outcome.QUARANTINED.code(),
        ErasedContent.ERASED,
        reply,
        place(incoming),
        ReadAs.of(incoming.disposition()).code(),
        now);
    MessageTerms.store(
        tx, stored, new Quarantined(ErasedContent.ERASED), SearchKeys.NONE, ErasedContent.REFUSED);
    return new Taken(new Receipt(Outcome.QUARANTINED, ErasedContent.ERASED, reply), Set.of());
  }

  private static String place(Incoming incoming) {
    String place = incoming.place().isEmpty() ? incoming.peer() : incoming.place();
    return place.length() > MAX_PLACE ? place.substring(0, MAX_PLACE) : place;
  }

  private record Stored(String bodySha256, String outcome, String reason, byte[] reply) {
    /**
     * Whether its control id counts as used. It does not if the message was unusable or discarded.
     */
    boolean used() {
      return !outcome.equals(Outcome.QUARANTINED.code())
          && !(outcome.equals(Outcome.IGNORED.code()) && reason.equals(Messages.DISCARDED));
    }
  }

  private static List<Stored> earlier(Tx tx, String channel, String site, String key)
      throws SQLException {
    return tx.list(
        """
        select body_sha256, outcome, reason, reply from message
        where channel = ? and site = ? and message_key = ?
        """,
        rs ->
            new Stored(
                rs.getString("body_sha256"),
                rs.getString("outcome"),
                rs.getString("reason"),
                rs.getBytes("reply")),
        channel,
        site,
        key);
  }

  /**
   * Decides by the content of the message, and stores the report versions that it became.
   *
   * @param came when the message was received, in milliseconds since 1970; {@link #NOW} for a new
   *     message
   * @param heldFor the reason for which it was in quarantine when a person released it; empty for a
   *     new message
   */
  MessageDecision decide(Tx tx, MessageKey key, Disposition disposition, long came, String heldFor)
      throws SQLException {
    if (ReservedMark.isIn(key.site(), disposition)) {
      return new MessageDecision(Outcome.QUARANTINED, "the message " + ReservedMark.REFUSED);
    }
    if (disposition instanceof Ignored ignored) {
      return new MessageDecision(Outcome.IGNORED, ignored.reason());
    }
    if (disposition instanceof Quarantined quarantined) {
      return new MessageDecision(
          Outcome.QUARANTINED, quarantined.reason(), List.of(), List.of(), quarantined.alarms());
    }
    if (disposition instanceof PatientChange change) {
      return patients.decide(tx, key, change, came, heldFor);
    }
    return versions.decide(tx, ((Parsed) disposition).reports(), came, heldFor);
  }
}
