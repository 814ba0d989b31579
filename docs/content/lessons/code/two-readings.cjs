new URL('/persons/ben/../ana', 'http://x').pathname;
new URL('//persons/ana', 'http://x').host;
'/persons/anything'.match(/^\/persons\/.*$/);
