package org.radiologytrust.presign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.session.Caller;

/** Where the patient's earlier reports are from that the caller did not send. */
public interface EarlierLookup {
  /** There are none. */
  EarlierLookup NONE = (caller, open) -> Found.NOTHING;

  /**
   * What is known of the patient of a report that is still open.
   *
   * @param caller nothing is known for somebody who may not read audits
   */
  Found of(Caller caller, Report open);

  /**
   * Earlier reports.
   *
   * @param reports newest first
   * @param ids of reports that were read, as the access log has them
   * @param unread what could not be read, in words
   */
  record Found(List<EarlierReport> reports, List<String> ids, List<String> unread) {
    static final Found NOTHING = new Found(List.of(), List.of(), List.of());

    public Found {
      reports = List.copyOf(reports);
      ids = List.copyOf(ids);
      unread = List.copyOf(unread);
    }

    /** The same beside those that the caller sent, newest first; each text once. */
    Found beside(List<EarlierReport> sent) {
      Set<String> texts = new HashSet<>();
      List<EarlierReport> all = new ArrayList<>();
      // what the journal has leads to its page
      Stream.concat(reports.stream(), sent.stream())
          .filter(report -> texts.add(report.sha256()))
          .forEach(all::add);
      all.sort(
          Comparator.comparing(
                  EarlierReport::studied, Comparator.nullsFirst(Comparator.naturalOrder()))
              .reversed());
      return new Found(all, ids, unread);
    }

    /** Withholds the reports, because a record's default text may reach a log. */
    @Override
    public String toString() {
      return "Found[withheld]";
    }
  }
}
