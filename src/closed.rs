//! A closed standard output, which must not be taken for one that is thrown away on purpose.

/// Runs before `main`, and before the standard library, which opens /dev/null for writing in place of
/// a closed standard output: what is written there is lost with the exit code 0.
#[used]
#[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
#[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
static BEFORE_MAIN: extern "C" fn() = refuse_writing;

/// Opens something that refuses to be written to as standard output, if that is closed.
extern "C" fn refuse_writing() {
    const OUTPUT: i32 = 1;
    // SAFETY: both functions may be called at any time, and the text ends with a 0. The lowest free
    // descriptor is the one that is opened: where standard input is closed, too, it comes first.
    unsafe {
        while libc::fcntl(OUTPUT, libc::F_GETFD) == -1
            && libc::open(c"/dev/null".as_ptr(), libc::O_RDONLY) != -1
        {}
    }
}
