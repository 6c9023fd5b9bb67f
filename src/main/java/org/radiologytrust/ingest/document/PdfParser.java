package org.radiologytrust.ingest.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.jspecify.annotations.Nullable;

/**
 * PDFBox's parser, with bounds. PDFBox unpacks a stream into memory whatever its size, so each
 * stream is unpacked here first, into nothing, and its bytes are counted. Streams of pictures are
 * never unpacked, since they hold no text.
 */
final class PdfParser extends PDFParser {
  /** Rows of a predictor longer than this are no text and no font. */
  private static final int MAX_COLUMNS = 1 << 16;

  private static final Set<COSName> FILTERS =
      Set.of(
          COSName.FLATE_DECODE,
          COSName.FLATE_DECODE_ABBREVIATION,
          COSName.LZW_DECODE,
          COSName.LZW_DECODE_ABBREVIATION,
          COSName.ASCII_HEX_DECODE,
          COSName.ASCII_HEX_DECODE_ABBREVIATION,
          COSName.ASCII85_DECODE,
          COSName.ASCII85_DECODE_ABBREVIATION,
          COSName.RUN_LENGTH_DECODE,
          COSName.RUN_LENGTH_DECODE_ABBREVIATION);

  private final byte[] data;
  private final Deadline deadline;
  private long unpacked;
  private @Nullable COSDictionary parsed;

  /**
   * @param maxUnpacked limit for the sum of all unpacked streams, in bytes
   */
  PdfParser(byte[] data, int maxUnpacked, Deadline deadline) throws IOException {
    super(new Source(data, deadline), "", null, null, IOUtils.createMemoryOnlyStreamCache());
    this.data = data;
    this.deadline = deadline;
    this.unpacked = maxUnpacked;
  }

  @Override
  protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
    if (document.isEncrypted()) {
      // decryption would unpack the stream at once
      throw new UnreadableException(Unreadable.Reason.ENCRYPTED);
    }
    COSDictionary outer = parsed;
    parsed = dictionary;
    try {
      return super.parseCOSStream(dictionary);
    } finally {
      parsed = outer;
    }
  }

  @Override
  public RandomAccessReadView createRandomAccessReadView(long start, long length)
      throws IOException {
    COSDictionary dictionary = parsed;
    if (dictionary == null) {
      // a search through a damaged file found it; its filters are not known here
      throw new UnreadableException(Unreadable.Reason.BROKEN);
    }
    return new CheckedView((int) start, (int) length, dictionary);
  }

  /** The file. Whatever reads it, stops in time. */
  private static final class Source extends RandomAccessReadBuffer {
    private static final int EVERY = 1024;
    private final Deadline deadline;
    private int reads;

    Source(byte[] data, Deadline deadline) {
      super(data);
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      check();
      return super.read(b, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      check();
      super.seek(position);
    }

    private void check() {
      if (++reads % EVERY == 0) {
        deadline.check();
      }
    }
  }

  /** The bytes of a stream. It is unpacked and counted before its first byte is read. */
  private final class CheckedView extends RandomAccessReadView {
    private final int start;
    private final int length;
    private final COSDictionary dictionary;
    private boolean checked;

    CheckedView(int start, int length, COSDictionary dictionary) throws IOException {
      super(source, start, length);
      this.start = start;
      this.length = Math.max(0, Math.min(length, data.length - start));
      this.dictionary = dictionary;
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] b, int offset, int size) throws IOException {
      check();
      return super.read(b, offset, size);
    }

    private void check() throws IOException {
      deadline.check();
      if (!checked) {
        checked = true;
        unpack();
      }
    }

    private void unpack() throws IOException {
      List<COSName> filters = filters(dictionary);
      // PDFBox leaves out the second of two equal filters
      List<Filter> decoders = new ArrayList<>();
      for (COSName name : filters) {
        if (!FILTERS.contains(name)) {
          throw new IOException("a picture, or not a filter");
        }
        Filter filter = FilterFactory.INSTANCE.getFilter(name);
        if (!decoders.contains(filter)) {
          decoders.add(filter);
        }
      }
      requireShortRows(dictionary.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
      InputStream in = new ByteArrayInputStream(data, start, length);
      for (int i = 0; i < decoders.size(); i++) {
        boolean last = i == decoders.size() - 1;
        Counted out = new Counted(last);
        decoders.get(i).decode(in, out, dictionary, i, DecodeOptions.DEFAULT);
        in = out.input();
      }
    }
  }

  private static List<COSName> filters(COSDictionary dictionary) throws IOException {
    COSBase filter = dictionary.getDictionaryObject(COSName.FILTER, COSName.F);
    List<COSName> names = new ArrayList<>();
    if (filter instanceof COSName name) {
      names.add(name);
    } else if (filter instanceof COSArray array) {
      for (COSBase each : array) {
        if (!(each instanceof COSName name) || names.size() > FILTERS.size()) {
          throw new IOException("not a list of filters");
        }
        names.add(name);
      }
    }
    return names;
  }

  /** A predictor reserves memory for a row of this many columns. */
  private static void requireShortRows(@Nullable COSBase parameters) throws IOException {
    if (parameters instanceof COSDictionary dictionary) {
      for (COSName name : List.of(COSName.COLUMNS, COSName.COLORS, COSName.BITS_PER_COMPONENT)) {
        if (dictionary.getInt(name, 1) > MAX_COLUMNS) {
          throw new IOException("the rows are too long");
        }
      }
    } else if (parameters instanceof COSArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.getObject(i) instanceof COSDictionary dictionary) {
          requireShortRows(dictionary);
        }
      }
    }
  }

  /** Counts what is written, and keeps it only for the next filter. */
  private final class Counted extends OutputStream {
    private final @Nullable Kept kept;

    Counted(boolean last) {
      kept = last ? null : new Kept();
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int offset, int size) {
      deadline.check();
      unpacked -= size;
      if (unpacked < 0) {
        throw new UnreadableException(Unreadable.Reason.TOO_MUCH_DATA);
      }
      if (kept != null) {
        kept.write(b, offset, size);
      }
    }

    InputStream input() {
      return kept == null ? InputStream.nullInputStream() : kept.input();
    }
  }

  private static final class Kept extends java.io.ByteArrayOutputStream {
    InputStream input() {
      return new ByteArrayInputStream(buf, 0, count);
    }
  }
}
