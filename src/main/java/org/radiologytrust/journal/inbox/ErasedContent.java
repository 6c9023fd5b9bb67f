package org.radiologytrust.journal.inbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * Marks of what was erased, by which it is refused when it comes again: tables {@code erased_mark}
 * and {@code erasure_key}. A mark is an HMAC-SHA256: who sees marks alone cannot try which numbers
 * they are of. The key is in the journal, so that every node and every restored backup has it.
 */
public final class ErasedContent {
  /** The reason for which a message is refused. */
  static final String ERASED =
      "it was erased on request and is not stored again: see rtl erase list";

  static final MessageDecision REFUSED = new MessageDecision(Outcome.QUARANTINED, ERASED);

  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int ONLY = 1;

  private final SecretKeySpec key;

  private ErasedContent(byte[] secret) {
    key = new SecretKeySpec(secret, HMAC);
  }

  /** Empty as long as nothing was erased. */
  static Optional<ErasedContent> of(Tx tx) throws SQLException {
    return tx.first("select secret from erasure_key", rs -> new ErasedContent(rs.getBytes(1)));
  }

  /** Makes the key if there is none. */
  public static ErasedContent ensured(Tx tx) throws SQLException {
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    tx.update(
        "insert into erasure_key (id, secret) values (?, ?) on conflict (id) do nothing",
        ONLY,
        secret);
    return of(tx).orElseThrow();
  }

  /**
   * The mark of a message that must be refused: its bytes were erased, or a version of one of its
   * reports was. It takes the locks of the patients' ids until the commit, so that no erasure is
   * missed.
   */
  Optional<String> refused(Tx tx, String bodySha256, Disposition disposition) throws SQLException {
    String message = message(bodySha256);
    Set<String> marks = new TreeSet<>(List.of(message));
    if (disposition instanceof Parsed parsed) {
      Locks.patients(
          tx,
          parsed.reports().stream()
              .flatMap(r -> PatientMerges.idKeys(tx, r.patient()).stream())
              .toList());
      for (Report report : parsed.reports()) {
        Patient known = PatientMerges.known(tx, tx.key(report.site()), report.patient());
        marks.addAll(marks(tx, report, known));
      }
    }
    return tx.first(
        "select 1 from erased_mark where mark in (%s)".formatted(Placeholders.of(marks.size())),
        rs -> message,
        marks.toArray());
  }

  /** Has the messages of a report refused from now on. */
  public void add(Tx tx, String erasure, Report report) throws SQLException {
    store(tx, erasure, marks(tx, report, report.patient()));
  }

  /** Has a message with the same bytes refused from now on. */
  public void add(Tx tx, String erasure, MessageKey sent) throws SQLException {
    store(tx, erasure, Set.of(message(sent.bodySha256())));
  }

  private static void store(Tx tx, String erasure, Set<String> marks) throws SQLException {
    NewRows.insert(
        tx, "erased_mark", "mark, erasure", marks.stream().map(m -> List.of(m, erasure)).toList());
  }

  private String message(String bodySha256) {
    return mark("message", bodySha256);
  }

  /**
   * Of each number that the report alone has, together with each id of its patient: another
   * patient's report with the same number is not refused.
   */
  private Set<String> marks(Tx tx, Report report, Patient patient) {
    Set<String> numbers = new TreeSet<>(NumberMatch.fillers(report));
    numbers.addAll(report.order().accessionNumbers());
    numbers.add(report.reportId());
    numbers.remove("");
    List<String> patients = PatientMerges.keys(tx, patient);
    Set<String> marks = new TreeSet<>();
    for (String number : numbers) {
      if (patients.isEmpty()) {
        marks.add(mark("report", number, "", report.site()));
      }
      patients.forEach(id -> marks.add(mark("report", number, id)));
    }
    return marks;
  }

  private String mark(String... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] text = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
