package org.radiologytrust.ingest.document.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.DecryptionMaterial;
import org.apache.pdfbox.pdmodel.encryption.PDEncryption;
import org.apache.pdfbox.pdmodel.encryption.ProtectionPolicy;
import org.apache.pdfbox.pdmodel.encryption.SecurityHandler;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.UnreadableException;

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

  private static final Set<COSName> FLATE =
      Set.of(COSName.FLATE_DECODE, COSName.FLATE_DECODE_ABBREVIATION);

  private final byte[] data;
  private final Deadline deadline;
  private long unpacked;
  private @Nullable COSDictionary parsed;
  private boolean decrypting;
  private int lost;

  /**
   * @param maxUnpacked limit for the sum of all unpacked streams, in bytes
   */
  PdfParser(byte[] data, int maxUnpacked, Deadline deadline) throws IOException {
    super(new Source(data, deadline), "", null, null, IOUtils.createMemoryOnlyStreamCache());
    this.data = data;
    this.deadline = deadline;
    this.unpacked = maxUnpacked;
  }

  /** How many parts of the file are missing or damaged, of those that were read so far. */
  int lost() {
    return lost;
  }

  /** PDFBox goes on without an object that it cannot read. */
  @Override
  public COSBase dereferenceCOSObject(COSObject object) throws IOException {
    try {
      return super.dereferenceCOSObject(object);
    } catch (IOException e) {
      lost++;
      throw e;
    }
  }

  /** With an empty password, which opens all documents that only an owner's password protects. */
  @Override
  protected void prepareDecryption() throws IOException {
    if (document.getEncryptionDictionary() == null) {
      return;
    } else if (isLenient()) {
      // it was damaged before it could be decrypted
      throw new UnreadableException(Unreadable.Reason.CUT);
    }
    try {
      super.prepareDecryption();
    } catch (IOException | RuntimeException e) {
      throw new UnreadableException(Unreadable.Reason.ENCRYPTED);
    }
    securityHandler = new CountedDecryption(securityHandler);
  }

  @Override
  protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
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
      throw new UnreadableException(Unreadable.Reason.CUT);
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
      if (!checked && !decrypting) {
        checked = true;
        unpack(data, start, length, dictionary);
      }
    }
  }

  /** Unpacks a stream into nothing, and counts its bytes. */
  private void unpack(byte[] packed, int start, int length, COSDictionary dictionary)
      throws IOException {
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
    if (decoders.size() == 1 && FLATE.contains(filters.get(0))) {
      inflate(packed, start, length);
      return;
    }
    InputStream in = new ByteArrayInputStream(packed, start, length);
    for (int i = 0; i < decoders.size(); i++) {
      boolean last = i == decoders.size() - 1;
      Counted out = new Counted(last);
      decoders.get(i).decode(in, out, dictionary, i, DecodeOptions.DEFAULT);
      in = out.input();
    }
  }

  /** PDFBox takes what it can get of a damaged stream; here it is noticed. */
  private void inflate(byte[] packed, int start, int length) {
    Counted out = new Counted(true);
    byte[] some = new byte[1 << 13];
    // PDFBox ignores the two bytes of the header and the checksum at the end
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed, start + Math.min(2, length), Math.max(0, length - 2));
      while (!inflater.finished()) {
        int size = inflater.inflate(some);
        if (size == 0 && !inflater.finished()) {
          lost++;
          return;
        }
        out.write(some, 0, size);
      }
    } catch (DataFormatException e) {
      lost++;
    } finally {
      inflater.end();
    }
  }

  /** Counts what is decrypted, and then what that unpacks to. Pictures stay encrypted. */
  private final class CountedDecryption extends SecurityHandler<ProtectionPolicy> {
    private final SecurityHandler<?> handler;

    CountedDecryption(SecurityHandler<?> handler) {
      this.handler = handler;
    }

    @Override
    public void decryptStream(COSStream stream, long number, long generation) throws IOException {
      if (COSName.IMAGE.equals(stream.getCOSName(COSName.SUBTYPE))) {
        return;
      }
      count((int) stream.getLength());
      byte[] packed;
      decrypting = true;
      try {
        handler.decryptStream(stream, number, generation);
        try (InputStream in = stream.createRawInputStream()) {
          packed = in.readAllBytes();
        }
      } finally {
        decrypting = false;
      }
      unpack(packed, 0, packed.length, stream);
    }

    @Override
    public COSBase decrypt(COSBase object, long number, long generation) throws IOException {
      return handler.decrypt(object, number, generation);
    }

    @Override
    public void prepareForDecryption(
        PDEncryption encryption, COSArray id, DecryptionMaterial material) {
      throw new UnsupportedOperationException("is prepared");
    }

    @Override
    public void prepareDocumentForEncryption(PDDocument encrypted) {
      throw new UnsupportedOperationException("only decrypts");
    }
  }

  private void count(int size) {
    deadline.check();
    unpacked -= size;
    if (unpacked < 0) {
      throw new UnreadableException(Unreadable.Reason.TOO_MUCH_DATA);
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
      count(size);
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
