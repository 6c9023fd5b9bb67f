package org.radiologytrust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.radiologytrust.Doctor.Answer;
import org.radiologytrust.Doctor.State;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.Expiry;
import org.radiologytrust.tls.TlsFiles;
import org.radiologytrust.tls.TlsProblem;

/** Whether the files of TLS could be used, and for how long. */
final class TlsDoctor {
  private static final String PEER = "tls";

  /** From when on a certificate should be renewed, days. */
  private static final int SOON = 30;

  private TlsDoctor() {}

  /**
   * One answer for each listener with TLS, for the CAs of peers, and for Kafka; none where unset.
   */
  static List<Answer> ask(Settings settings, Instant now) {
    List<Answer> answers = new ArrayList<>();
    try {
      Tls.files(settings).values().forEach(files -> answers.add(ask(files, now)));
    } catch (Settings.Wrong e) {
      answers.add(new Answer(PEER, State.BROKEN, e.getMessage()));
    }
    return answers;
  }

  private static Answer ask(TlsFiles files, Instant now) {
    try {
      List<Expiry> expiries = files.check(now);
      boolean soon = expiries.stream().anyMatch(e -> e.days(now) < SOON);
      String days = expiries.stream().map(e -> days(e, now)).collect(Collectors.joining("; "));
      return soon
          ? new Answer(PEER, State.WARNING, days + ": renew what expires")
          : new Answer(PEER, State.OK, days);
    } catch (TlsProblem e) {
      return new Answer(PEER, State.BROKEN, e.getMessage());
    }
  }

  private static String days(Expiry expiry, Instant now) {
    return expiry.file().setting()
        + " expires in "
        + expiry.days(now)
        + " days ("
        + expiry.date()
        + ")";
  }
}
