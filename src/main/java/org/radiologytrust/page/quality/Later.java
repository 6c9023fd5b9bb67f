package org.radiologytrust.page.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.page.door.PageRequest;

/** What a person put last while reading. The session keeps it: at the next log-in none is. */
record Later(List<UUID> items) {
  private static final int MOST = 100;

  Later {
    items = List.copyOf(items);
  }

  static Later of(PageRequest request) {
    return request.kept(Later.class).orElse(new Later(List.of()));
  }

  /** With this one as the very last; of more than {@value #MOST}, the first is forgotten. */
  Later with(UUID item) {
    List<UUID> all = new ArrayList<>(items);
    all.remove(item);
    all.add(item);
    return new Later(all.subList(Math.max(0, all.size() - MOST), all.size()));
  }
}
