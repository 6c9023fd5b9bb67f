package org.radiologytrust.ingest.dicom;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The images used last, up to a total size: an audit asks for each of its images several times. */
final class PngCache {
  private final int maxBytes;
  private final Map<String, byte[]> images = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  PngCache(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A copy, or {@code null}. */
  synchronized byte[] get(String id) {
    byte[] image = images.get(id);
    return image == null ? null : image.clone();
  }

  synchronized void put(String id, byte[] image) {
    byte[] before = images.put(id, image);
    bytes += image.length - (before == null ? 0 : before.length);
    Iterator<byte[]> oldest = images.values().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }
}
