import java.net.URL;
import java.net.URLClassLoader;
import java.io.File;

/** ChildLoader PARENT JARS CLASS ARGUMENTS: runs a class whose pcap4j is in a loader of its own. */
public final class ChildLoader {
  public static void main(String[] args) throws Exception {
    String[] jars = args[1].split(File.pathSeparator);
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = new File(jars[i]).toURI().toURL();
    }
    ClassLoader parent =
        args[0].equals("system")
            ? ClassLoader.getSystemClassLoader()
            : ClassLoader.getPlatformClassLoader();
    String[] rest = new String[args.length - 3];
    System.arraycopy(args, 3, rest, 0, rest.length);
    URLClassLoader loader = new URLClassLoader(urls, parent);
    Thread.currentThread().setContextClassLoader(loader);
    loader.loadClass(args[2]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }
}
