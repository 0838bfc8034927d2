// A mail server for one test. Says where it listens, then one JSON line for each mail it took.
const { SMTPServer } = require('smtp-server');
const { readFileSync } = require('node:fs');
const options = JSON.parse(process.argv[2]);
const say = what => process.stdout.write(JSON.stringify(what) + '\n');
const no = (code, text) => Object.assign(new Error(text), { responseCode: code });
let busy = options.busy;
const server = new SMTPServer({
  key: readFileSync(options.folder + '/key.pem'),
  cert: readFileSync(options.folder + '/cert.pem'),
  secure: options.security === 'Tls',
  disabledCommands: [...(options.security === 'None' ? ['STARTTLS'] : []), ...(options.user ? [] : ['AUTH'])],
  authMethods: [options.method],
  authOptional: !options.user,
  disableReverseLookup: true,
  onAuth: (auth, session, done) => auth.username === options.user && auth.password === options.password
    ? done(null, { user: auth.username }) : done(no(535, 'Authentication failed')),
  onRcptTo: (address, session, done) => {
    if (address.address.startsWith('nobody')) return done(no(550, 'No such mailbox'));
    if (busy-- > 0) return done(no(451, 'Busy, try later'));
    done();
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      say({ from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map(r => r.address), secure: session.secure, user: session.user || null, data: Buffer.concat(parts).toString('latin1') });
      done();
    });
  },
});
server.on('error', error => say({ error: error.message }));
server.listen(options.port, '127.0.0.1', () => say({ port: server.server.address().port }));
