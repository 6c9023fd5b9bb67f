package org.radiologytrust.images;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Caches the most recently used images up to a total size, because an audit needs each image
 * several times.
 */
public final class PngCache {
  private final int maxBytes;
  private final Map<String, byte[]> images = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  public PngCache(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A copy of a cached image; null if it is not cached. */
  public synchronized byte @Nullable [] get(String id) {
    byte @Nullable [] image = images.get(id);
    return image == null ? null : image.clone();
  }

  public synchronized void put(String id, byte[] image) {
    byte[] before = images.put(id, image);
    bytes += image.length - (before == null ? 0 : before.length);
    Iterator<byte[]> oldest = images.values().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }
}
