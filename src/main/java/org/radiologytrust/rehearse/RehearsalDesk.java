package org.radiologytrust.rehearse;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.radiologytrust.journal.rehearsal.DataKind;
import org.radiologytrust.journal.rehearsal.Signature;
import org.radiologytrust.journal.rehearsal.Signature.Rehearsed;
import org.radiologytrust.journal.rehearsal.Signatures;

/** Takes the signatures of rehearsals. */
public final class RehearsalDesk {
  private final Signatures signatures;
  private final CheckData data;
  private final Consumer<CheckData> loads;

  /**
   * @param data that this process uses
   * @param loads makes the checks of data; throws IllegalArgumentException if it cannot
   */
  public RehearsalDesk(Signatures signatures, CheckData data, Consumer<CheckData> loads) {
    this.signatures = signatures;
    this.data = data;
    this.loads = loads;
  }

  /** What cannot be signed; the message says why. */
  public static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** All signatures, newest first. */
  public List<Signature> all() {
    return signatures.all();
  }

  /**
   * Signs a rehearsal. Files that the checks cannot be made of are refused, because no node could
   * start with them.
   *
   * @throws Refused if it cannot be signed
   */
  public Signature sign(Rehearsed rehearsed, String user) {
    DataKind kind = rehearsed.kind();
    Map<String, String> texts = rehearsed.files();
    if (rehearsed.counts().reports() < 1) {
      throw new Refused("the rehearsal has no report: nothing was seen");
    }
    if (kind != DataKind.RELEASE) {
      if (!DataFiles.sha256(kind, texts).equals(rehearsed.sha256())) {
        throw new Refused("the files are not those that were rehearsed: rehearse them again");
      }
      if (texts.keySet().stream()
          .anyMatch(name -> !kind.folders().contains(name.split("/", 2)[0]))) {
        throw new Refused("a file does not belong to " + kind.code());
      }
      try {
        loads.accept(data.holding(kind, texts));
      } catch (IllegalArgumentException e) {
        throw new Refused("no node could start with these files: " + e.getMessage());
      }
    }
    return signatures.sign(rehearsed, user);
  }
}
