package org.radiologytrust.ingest.dicom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.recipe.ValueRange;

/**
 * The lowest and the highest value of all images of an acquisition in a series. Decoding them takes
 * much longer than anything else here, so the ranges that were asked for last are kept.
 */
final class SeriesRanges {
  private static final int MOST = 64;

  private final DicomStore store;
  private final DicomFrames frames;
  private final Map<Key, ValueRange> known = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * An acquisition.
   *
   * @param series the store's ids of its instances
   */
  private record Key(List<String> series, String acquisition) {}

  SeriesRanges(DicomStore store, DicomFrames frames) {
    this.store = store;
    this.frames = frames;
  }

  /**
   * The range of an acquisition in an instance's series as it is now. Objects without pixels, and
   * those that cannot be decoded, do not count.
   *
   * @param instance the store's id
   * @param acquisition as in {@link DicomTags#acquisition}
   */
  ValueRange of(String instance, String acquisition) throws DicomStoreException {
    List<String> ids = store.series(instance).stream().sorted().toList();
    Key key = new Key(ids, acquisition);
    synchronized (known) {
      ValueRange range = known.get(key);
      if (range != null) {
        return range;
      }
    }
    ValueRange range = ValueRange.NONE;
    for (String id : ids) {
      range = range.with(ofInstance(id, acquisition));
    }
    synchronized (known) {
      known.put(key, range);
      known.keySet().removeIf(oldest -> known.size() > MOST);
    }
    return range;
  }

  private ValueRange ofInstance(String id, String acquisition) throws DicomStoreException {
    ValueRange range = ValueRange.NONE;
    try {
      DicomTags tags = store.tags(id);
      for (int frame = 0; frame < DicomFrames.frames(tags); frame++) {
        if (tags.ofFrame(frame).acquisition().equals(acquisition)) {
          DicomFrames.Frame read = frames.read(id, tags, frame);
          range = read.pixels().colour() ? range : range.with(read.values().range(read.pixels()));
        }
      }
    } catch (DicomStoreException e) {
      if (e.kind() != Kind.FAILED && e.kind() != Kind.GONE) {
        throw e;
      }
    }
    return range;
  }
}
