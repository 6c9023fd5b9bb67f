package org.radiologytrust.ingest.hl7.mapping;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.Explanation.Part;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Segment;

/** Records what the readers of one message say. */
public final class Recorder implements Trace {
  /** Longer values are cut: a report's text is not repeated whole. */
  private static final int LONGEST = 200;

  private final Map<Segment, Set<Part>> parts = new IdentityHashMap<>();
  private @Nullable Hl7Message message;
  private @Nullable SiteMapping mapping;

  @Override
  public void message(Hl7Message all, SiteMapping by, String site) {
    message = all;
    mapping = by;
    Segment msh = all.msh();
    used(msh, "MSH-4", "site", Rule.SHIPPED, site);
    used(msh, "MSH-9", "kind of message", Rule.SHIPPED, msh.field(9));
    used(msh, "MSH-10", "control id", Rule.SHIPPED, msh.value(10, 1));
    String charset = "character set " + all.bytes().charset().name();
    String where = by.charset().isEmpty() ? "rtl.hl7.charset" : by.source().name();
    String name = msh.value(18, 1);
    if (name.isEmpty()) {
      used(msh, "MSH-18", charset + ", since it is empty", where, msh.field(18));
    } else if (Charsets.isCountry(name)) {
      used(msh, "MSH-18", charset + ", since it names a country", where, msh.field(18));
    } else {
      where = by.charset().isEmpty() ? Rule.SHIPPED : where;
      used(msh, "MSH-18", charset, where, msh.field(18));
    }
  }

  @Override
  public void used(Segment segment, String place, String as, String where, String value) {
    String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    add(segment, new Part(name(segment), place, true, as, where, shown.replace('\n', ' ')));
  }

  @Override
  public void unused(Segment segment, String place, String why) {
    add(segment, new Part(name(segment), place, false, why, "", ""));
  }

  private void add(Segment segment, Part part) {
    parts.computeIfAbsent(segment, s -> new LinkedHashSet<>()).add(part);
  }

  private static String name(Segment segment) {
    return segment.name() + "[" + segment.number() + "]";
  }

  /** The mapping's name and version; empty if the message could not be read at all. */
  public String mapping() {
    return mapping == null ? "" : mapping.source().toString();
  }

  /** The parts of all segments in the order of the message. */
  public List<Part> parts() {
    List<Part> all = new ArrayList<>();
    for (Segment segment : message == null ? List.<Segment>of() : message.segments()) {
      Set<Part> own = parts.get(segment);
      if (own == null) {
        all.add(new Part(name(segment), "", false, "nothing of it is read", "", ""));
      } else {
        all.addAll(own);
      }
    }
    return all;
  }
}
